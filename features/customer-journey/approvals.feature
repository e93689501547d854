@customer-journey
Feature: Approvals
  OptiInfra recommends, the customer decides. What is approved is carried out once and in the order that the customer chose, what is
  rejected is not, and a recommendation from another day cannot be approved by mistake.

  Rule: A rejection is final, and is remembered with its reason

    @e2e @journey @stores @F-4 @W-50 @W-61
    Scenario Outline: What was rejected <where> is not carried out any more
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      When Acme Corp rejects the spot migration <where> because "no changes before the holidays"
      Then the rejection should be on record with its reason, "no changes before the holidays"
      When Acme Corp tries to approve the spot migration
      Then the approval should be refused because the offer is rejected
      And no change of Acme Corp should have begun

      Examples:
        | where           |
        | from a program  |

      @portal
      Examples:
        | where         |
        | in the portal |

  Rule: Several can be approved at once, in the order in which they are to be done

    @e2e @slow @F-1 @W-51 @W-61
    Scenario Outline: What is approved together <where> is done one after the other, in the customer's order
      Given Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered right-sizing for api-1 and a shutdown of an idle machine for spare-1
      When Initech Inc approves the shutdown of an idle machine and right-sizing together <where>
      Then all that was approved together should be carried out within 20 minutes
      And the changes of Initech Inc should have been completed one after the other:
        | shutdown of an idle machine |
        | right-sizing                |
      And Initech Inc's monthly spend should be $27,560

      Examples:
        | where           |
        | from a program  |

      @portal
      Examples:
        | where         |
        | in the portal |

    @e2e @W-51
    Scenario: Where one of them cannot be approved, none is
      Given Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered right-sizing for api-1 and a shutdown of an idle machine for spare-1
      And Initech Inc has rejected the shutdown of an idle machine
      When Initech Inc tries to approve right-sizing and the shutdown of an idle machine together
      Then the approval should be refused because the offer is rejected
      And the right-sizing should still wait for Initech Inc
      And no change of Initech Inc should have begun

    @e2e @W-51
    Scenario: What excludes each other cannot be approved together
      Given Initech Inc serves its first model from two machines that can bear an interruption
      And Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered a spot migration for api-1
      And Initech Inc has been offered right-sizing for api-1
      When Initech Inc tries to approve the spot migration and right-sizing together
      Then the approval should be refused because only one of them can be had
      And no change of Initech Inc should have begun

  Rule: An approval counts once

    @e2e @slow @W-52
    Scenario: What is approved twice is carried out once
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      When Acme Corp approves the spot migration twice
      Then both approvals should have answered the same change
      And the spot migration should be completed within 10 minutes
      And Acme Corp should have just one change
      And Acme Corp's account should run exactly 3 machines on spot capacity and 1 machine on demand

  Rule: An offer has an end

    @e2e @W-53
    Scenario: An offer of low risk may be approved for a week
      Given Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered a spot migration for serve-1, serve-2 and serve-3
      And its risk should be low
      And Acme Corp's offer should stay open for 7 days

    @e2e @slow @agents @disruptive @W-53
    Scenario: An offer that has expired cannot be approved
      Given offers of OptiInfra stay open for 2 minutes only
      And Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And the time in which Acme Corp's offer may be approved has passed
      When Acme Corp tries to approve the spot migration
      Then the approval should be refused because the offer is expired
      And no change of Acme Corp should have begun
