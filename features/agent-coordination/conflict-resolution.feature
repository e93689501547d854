@agent-coordination
Feature: Conflicts between recommendations
  Each agent sees one side: the cost agent the bill, the performance agent the objectives, the resource agent the machines. What they recommend may
  not go together. OptiInfra notices that before anything is changed, hears all sides, proposes how to settle it, and leaves the last word to the
  customer.

  Rule: Cost and performance may disagree, and often both can be had

    @integration @journey @slow @stores @F-2 @M-1 @M-2 @M-3 @M-5 @W-41 @W-49
    Scenario: Prefix caching first makes the spot migration acceptable
      Given Acme Corp's objective is an answer within 3.3 seconds at P95
      And Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp has been offered prefix caching
      When Acme Corp asks OptiInfra to settle what it has been offered
      Then a conflict should be found:
        | the same machines                    |
        | the same deployment at the same time |
        | one needs the other first            |
        | an agent objects                     |
      And it should be settled by one change after the other
      And prefix caching and spot migration should be carried out
      When Acme Corp approves the resolution
      Then the resolution should be carried out within 20 minutes
      And the changes of Acme Corp should have been completed one after the other:
        | prefix caching |
        | spot migration |
      And Acme Corp's monthly spend should be $67,200
      And all agents should have been told what was carried out
      And Acme Corp's audit trail should give the reason for:
        | the conflict that was found |
        | how it is settled           |
        | the approval                |
        | the end                     |

    @integration @M-2 @W-41 @W-42 @W-43
    Scenario Outline: Where Acme Corp <condition>, the conflict is settled by <strategy>
      Given Acme Corp's objective is an answer within 3.3 seconds at P95
      And Acme Corp <condition>
      And Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp has been offered prefix caching for serve-4
      When Acme Corp asks OptiInfra to settle what it has been offered
      Then it should be settled by <strategy>
      And <carried out> should be carried out
      And <left out> should be left out

      Examples:
        | condition                                          | strategy                   | carried out                       | left out       |
        | has no preference                                  | one change after the other | prefix caching and spot migration | nothing        |
        | prefers quick answers                              | what the customer prefers  | prefix caching                    | spot migration |
        | serves urgent requests from a machine of their own | a part only                | prefix caching and spot migration | nothing        |

    @integration @journey @slow @M-3 @W-42
    Scenario: Only the machines that can be spared move to spot capacity
      Given Acme Corp serves urgent requests from a machine of their own
      And Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp has been offered prefix caching for serve-4
      When Acme Corp asks OptiInfra to settle what it has been offered
      Then only serve-1, serve-2 and serve-3 should move
      When Acme Corp approves the resolution
      Then the resolution should be carried out within 20 minutes
      And Acme Corp's account should run exactly 3 machines on spot capacity and 1 machine on demand
      And Acme Corp's monthly spend should be $67,200

    @integration @slow @W-48
    Scenario: A migration that was to follow prefix caching is not begun when that is called off
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered prefix caching
      And Acme Corp has been offered a spot migration
      And OptiInfra has settled what Acme Corp has been offered
      When Acme Corp approves the resolution and calls its first change off
      Then the resolution should be given up within 10 minutes
      And of Acme Corp, these changes should have begun:
        | prefix caching | undone |
      And Acme Corp's offer should be withdrawn

  Rule: The customer's preference goes first, then performance, then cost, then resources

    @integration @M-4 @W-43
    Scenario Outline: With an objective of <objective>, Initech Inc, which <condition>, gets <chosen>
      Given Initech Inc serves its first model from two machines that can bear an interruption
      And Initech Inc's region sells spot capacity 35% below on demand, takes back 5% of it a month, and has room for 4 machines
      And Initech Inc's objective is an answer within <objective> at P95
      And Initech Inc <condition>
      And Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered right-sizing for api-1 and api-2
      And Initech Inc has been offered a spot migration for api-1 and api-2
      When Initech Inc asks OptiInfra to settle what it has been offered
      Then it should be settled by <strategy>
      And <chosen> should be carried out
      And <left out> should be left out

      Examples:
        | objective | condition           | strategy                  | chosen         | left out       |
        | 7 seconds | has no preference   | the more important aim    | spot migration | right-sizing   |
        | 6 seconds | has no preference   | the more important aim    | right-sizing   | spot migration |
        | 6 seconds | prefers lower costs | what the customer prefers | spot migration | right-sizing   |

    @integration @M-2 @M-4 @W-40
    Scenario: Three agents want three things of the same machines
      Given Initech Inc serves its first model from two machines that can bear an interruption
      And Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered right-sizing for api-1 and api-2
      And Initech Inc has been offered a spot migration for api-1 and api-2
      And Initech Inc has been offered prefix caching for api-1 and api-2
      When Initech Inc asks OptiInfra to settle what it has been offered
      Then a conflict should be found:
        | the same machines                    |
        | the same deployment at the same time |
      And it should be settled by the more important aim
      And prefix caching and spot migration should be carried out
      And right-sizing should be left out

  Rule: What is done first is not turned back by what comes next

    @integration @journey @slow @M-3 @W-40 @W-41
    Scenario: Two changes of the same settings both hold in the end
      Given Initech Inc serves its first model from two machines that can bear an interruption
      And Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered prefix caching and quantization for api-1 and api-2
      When Initech Inc asks OptiInfra to settle what it has been offered
      Then a conflict should be found:
        | one undoes the other                 |
        | the same deployment at the same time |
      And it should be settled by one change after the other
      When Initech Inc approves the resolution
      Then the resolution should be carried out within 20 minutes
      And all replicas of api-1 and api-2 should run with prefix caching and weights of eight bits

  Rule: Changes that do not touch each other need not wait for each other

    @integration @journey @slow @W-44
    Scenario: Two deployments are tuned side by side
      Given Acme Corp serves urgent requests from a machine of their own
      And Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered prefix caching for serve-4, and for serve-1, serve-2 and serve-3 too
      When Acme Corp asks OptiInfra to settle what it has been offered
      Then no conflict should be found
      And it should be settled by all changes side by side
      When Acme Corp approves the resolution
      Then the resolution should be carried out within 10 minutes
      And two changes of Acme Corp should have run at the same time

  Rule: Changes that wait for each other in a circle are refused

    @integration @W-45
    Scenario: A migration cannot come before what makes it acceptable
      Given Acme Corp's objective is an answer within 3.3 seconds at P95
      And Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp has been offered prefix caching
      When Acme Corp asks for all that it has been offered, in this order:
        | first          | next           |
        | spot migration | prefix caching |
      Then it should be refused because these wait for each other:
        | prefix caching |
        | spot migration |

    @integration @W-45
    Scenario: An order of three that ends where it begins is refused
      Given Initech Inc serves its first model from two machines that can bear an interruption
      And Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered right-sizing for api-1 and api-2
      And Initech Inc has been offered a spot migration for api-1 and api-2
      And Initech Inc has been offered prefix caching for api-1 and api-2
      When Initech Inc asks for all that it has been offered, in this order:
        | first          | next           |
        | right-sizing   | spot migration |
        | spot migration | prefix caching |
        | prefix caching | right-sizing   |
      Then it should be refused because these wait for each other:
        | prefix caching |
        | right-sizing   |
        | spot migration |

  Rule: Nothing is carried out against the application agent, or without the customer

    @integration @faults @W-46
    Scenario: No preference overrules the application agent
      Given Acme Corp prefers lower costs
      And Acme Corp is a customer of OptiInfra
      And 32% of the answers of Acme Corp's models have begun to state wrong facts
      And Acme Corp has been offered a spot migration
      And Acme Corp has been offered prefix caching
      And OptiInfra has settled what Acme Corp has been offered
      When Acme Corp tries to approve the resolution
      Then it should be refused because nothing of it may be carried out
      And the spot migration should be left out because of the veto of the application agent

    @integration @W-47
    Scenario Outline: A resolution that only <somebody> approves is not carried out
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp has been offered prefix caching
      And OptiInfra has settled what Acme Corp has been offered
      When <somebody> tries to approve the resolution
      Then it should be refused because only the customer may approve
      And no change of Acme Corp should have begun

      Examples:
        | somebody |
        | Olive    |
        | an agent |

    @integration @W-49
    Scenario: What is left out, and why, is in the audit trail
      Given Acme Corp prefers quick answers
      And Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered a spot migration
      And Acme Corp has been offered prefix caching
      When Acme Corp asks OptiInfra to settle what it has been offered
      Then Acme Corp's audit trail should give the reason for:
        | the conflict that was found |
        | how it is settled           |
        | what is left out            |
