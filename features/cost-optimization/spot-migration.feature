@cost-optimization
Feature: Spot migration
  Spare cloud capacity costs less than half, but the cloud may take it back at two minutes' notice. OptiInfra finds the machines that
  can bear this, asks, moves their load step by step, measures after every step, and puts everything back when money, speed or quality
  are not as promised.

  Rule: The savings are on the bill, not only in the forecast

    @e2e @journey @slow @stores @F-1 @F-2 @F-3 @F-4 @F-5 @C-1 @C-2 @P-1 @Q-1 @W-1
    Scenario: From the first look at the bill to savings on the bill
      Given Acme Corp is a customer of OptiInfra
      Then Acme Corp's monthly spend should be $120,000
      And OptiInfra should report the same monthly spend to Acme Corp
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered a spot migration for serve-1, serve-2 and serve-3
      And the spot migration should promise savings of $54,000 a month
      And its risk should be low
      And the offer should be on record
      And the performance agent should have approved it
      And the application agent should have recorded how good the answers are
      When Acme Corp approves the spot migration
      Then the approval should be on record
      And the spot migration should be completed within 10 minutes
      And these steps should have been completed in this order:
        | spot machines started      |
        | first replica moved        |
        | first replica validated    |
        | half of the load moved     |
        | half of the load validated |
        | all of the load moved      |
        | all of the load validated  |
        | on-demand machines ended   |
      And no on-demand machine of Acme Corp should have ended before all of the load was validated
      And at every stage Acme Corp's answers should have kept at least 95% of their quality
      And at every stage Acme Corp's latency should have been at most 5% worse
      And Acme Corp's monthly spend should be $67,200
      And OptiInfra should report the same monthly spend to Acme Corp
      And Acme Corp's monthly spend should be at least 40% lower than before
      And the savings should be between 80% and 120% of the prediction
      And OptiInfra should report to Acme Corp just what it saves
      And the outcome should be remembered as a success of Acme Corp

    @e2e @slow @C-3
    Scenario: After the migration nothing runs that was not agreed
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      When Acme Corp approves the spot migration
      Then the spot migration should be completed within 10 minutes
      And Acme Corp's account should run exactly 3 machines on spot capacity and 1 machine on demand
      And all of Acme Corp's load should be served by machines that run

    @e2e @slow @C-4
    Scenario: The savings repay the plan's price more than ten times
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      When Acme Corp approves the spot migration
      Then the spot migration should be completed within 10 minutes
      And Acme Corp's savings should be more than 10 times the price of its plan

  Rule: Only what can bear an interruption, at a discount that is worth it, is offered

    @e2e @W-2
    Scenario: Machines that serve urgent requests are never offered
      Given Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered a spot migration for serve-1, serve-2 and serve-3
      And Acme Corp's machine serve-4 should be left out because it serves urgent requests

    @e2e @W-3
    Scenario Outline: A market of <discount> off, <interruptions> interruptions and room for <room> is offered at <risk> risk
      Given Acme Corp's region sells spot capacity <discount> below on demand, takes back <interruptions> of it a month, and has room for <room>
      And Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered a spot migration for serve-1, serve-2 and serve-3
      And its risk should be <risk>

      Examples:
        | discount | interruptions | room       | risk   |
        | 60%      | 5%            | 3 machines | low    |
        | 30%      | 5%            | 4 machines | low    |
        | 60%      | 6%            | 4 machines | medium |
        | 60%      | 15%           | 4 machines | medium |

    @e2e @W-3
    Scenario Outline: A market of <discount> off, <interruptions> interruptions and room for <room> is not offered
      Given Acme Corp's region sells spot capacity <discount> below on demand, takes back <interruptions> of it a month, and has room for <room>
      And Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should not be offered a spot migration for serve-1 because <reason>

      Examples:
        | discount | interruptions | room       | reason                         |
        | 29%      | 5%            | 4 machines | the discount is too small      |
        | 60%      | 16%           | 4 machines | interruptions are too frequent |
        | 60%      | 5%            | 2 machines | there is not enough room       |

  Rule: The language model may make an offer more cautious; where it is of no other use, the rules decide

    @e2e @faults @W-17
    Scenario Outline: An offer is made by the rules when the language model <muddle>
      Given Acme Corp is a customer of OptiInfra
      And the agents' language model <muddle> when asked about Acme Corp
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered a spot migration for serve-1, serve-2 and serve-3
      And its risk should be low
      And the rules should have decided its risk
      And the analysis should have taken at most 3 minutes

      Examples:
        | muddle                    |
        | answers nonsense          |
        | does not answer           |
        | takes 4 minutes to answer |

    @e2e @faults @W-23
    Scenario: A risk that the rules do not see is raised by the language model, which says why
      Given the price of spot capacity in Acme Corp's region is only 10 days old
      And Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered a spot migration for serve-1, serve-2 and serve-3
      And its risk should be medium
      And the language model should have decided its risk, and said why

    @e2e @faults @W-23
    Scenario: A language model that calls every risk low makes no offer look safer
      Given Acme Corp's region sells spot capacity 60% below on demand, takes back 10% of it a month, and has room for 4 machines
      And Acme Corp is a customer of OptiInfra
      And the agents' language model calls every risk low when asked about Acme Corp
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered a spot migration for serve-1, serve-2 and serve-3
      And its risk should be medium
      And the rules should have decided its risk

  Rule: Nothing is given up before its replacement has proven itself

    @e2e @faults @R-1
    Scenario: Spot capacity that ran out since the offer changes nothing
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And spot capacity for p4d.24xlarge runs out in Acme Corp's region
      When Acme Corp approves the spot migration
      Then the spot migration should be given up within 5 minutes because there is no spot capacity
      And Acme Corp's account should run exactly the machines it ran before
      And Acme Corp's monthly spend should be $120,000
      And Acme Corp's offer should be withdrawn

    @e2e @faults @W-4
    Scenario: An offer that was withdrawn cannot be approved any more
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp's offer has been withdrawn for lack of spot capacity
      When Acme Corp tries to approve the spot migration
      Then the approval should be refused because the offer is withdrawn

    @e2e @slow @faults @R-1 @R-2 @Q-3 @M-5
    Scenario: An interruption during the rollout puts the load back on demand
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp wants every stage of a change to be watched for 1 minute
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And half of Acme Corp's load already runs on spot capacity
      When the cloud takes the spot capacity of Acme Corp back
      Then all of Acme Corp's load should be back on its own machines within 1 minute
      And the spot migration should be rolled back within 5 minutes because the cloud took the machines back
      And Acme Corp's load should be spread over its machines as before
      And at most 0.1% of Acme Corp's requests of the last hour should have failed
      And Acme Corp's monthly spend should be $120,000 again within 5 minutes
      And Acme Corp should have been told that the cloud took the machines back

    @e2e @slow @faults @Q-3 @W-5
    Scenario: A load that comes back too late is admitted to have cost requests
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp wants every stage of a change to be watched for 1 minute
      And Acme Corp has approved a spot migration predicted to save $54,000 a month
      And half of Acme Corp's load already runs on spot capacity
      And Acme Corp's gateway now takes 2 minutes to change its traffic
      When the cloud takes the spot capacity of Acme Corp back without notice
      Then the spot migration should be rolled back within 5 minutes because the cloud took the machines back
      And more than 0.1% of Acme Corp's requests of the last hour should have failed
      And Acme Corp should have been told that the error budget is broken

    @e2e @slow @faults @R-1 @R-3 @Q-1
    Scenario Outline: Spot machines that <flaw> end in everything being as it was
      Given Acme Corp is a customer of OptiInfra
      And the spot machines that Acme Corp gets <flaw>
      And Acme Corp has been offered a spot migration
      When Acme Corp approves the spot migration
      Then the spot migration should be rolled back within 10 minutes because <reason>
      And only the first replica of Acme Corp should have been moved
      And Acme Corp's account should run exactly the machines it ran before
      And Acme Corp's load should be spread over its machines as before
      And Acme Corp's monthly spend should be $120,000

      Examples:
        | flaw                                      | reason                    |
        | are 30% slower than promised              | the answers came too late |
        | spoil 8% of the answers' quality          | the answers got worse     |
        | make 32% of the answers state wrong facts | the answers got worse     |
