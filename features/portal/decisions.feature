@portal
Feature: Decisions in the portal
  Approving, rejecting, choosing an order: a click decides, and what comes of it is seen while it happens.

  Rule: A click decides

    @e2e @journey @slow @F-4 @W-61
    Scenario: A migration that is approved in the portal is watched there, step by step, until it is done
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp is looking at the portal
      When Acme Corp approves the spot migration in the portal
      Then the portal should show "Spot migration"
      And the portal should show 1 step as running within 2 minutes, without being loaded again
      And the portal should show 8 steps as completed within 10 minutes, without being loaded again
      And the approval should be on record
      And Acme Corp's monthly spend should be $67,200
      And the portal should show a spend of $67,200 and possible savings of $9,000 a month

    @e2e @W-61
    Scenario: A rejection in the portal keeps its reason
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp is looking at the portal
      When Acme Corp rejects the spot migration in the portal because "not before the holidays"
      Then the rejection should be on record with its reason, "not before the holidays"

    @e2e @slow @W-61
    Scenario: What is chosen together in the portal is done in the order in which it was put
      Given Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered right-sizing for api-1 and a shutdown of an idle machine for spare-1
      And Initech Inc is looking at the portal
      When Initech Inc approves the shutdown of an idle machine and right-sizing together in the portal
      Then the portal should show the changes in this order:
        | shutdown of an idle machine |
        | right-sizing                |
      And all that was approved together should be carried out within 20 minutes
      And the changes of Initech Inc should have been completed one after the other:
        | shutdown of an idle machine |
        | right-sizing                |

  Rule: What happens is seen, also after the line was broken

    @e2e @journey @faults @W-62
    Scenario: A page whose line was broken catches up by itself
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp is looking at the portal
      When the portal's line to OptiInfra breaks
      Then the portal should say "Reconnecting…" of its live updates
      When Acme Corp approves the spot migration
      And the portal's line to OptiInfra is back
      Then the portal should say "Live" of its live updates
      And the portal should tell that the spot migration was approved
