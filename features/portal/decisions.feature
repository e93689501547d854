@portal
Feature: Decisions in the portal
  A click decides, and what comes of it is seen while it happens. What holds of every rejection, and of what is approved together, also in the
  portal, is in the customer's journey: approvals.feature.

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

  Rule: What happens is seen, also after the line was broken

    @e2e @journey @faults @W-62
    Scenario: A page whose line was broken catches up by itself
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp is looking at the portal
      When the portal's line to OptiInfra breaks
      Then the portal should say "Reconnecting…" of its live updates
      When Acme Corp rejects the spot migration from a program because "not this year"
      And the portal's line to OptiInfra is back
      Then the portal should say "Live" of its live updates
      And the portal should tell that the spot migration was rejected
