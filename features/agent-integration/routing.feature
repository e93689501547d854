@agent-integration
Feature: The right agent does the work
  A customer asks for an analysis, not for an agent. OptiInfra finds one that can do it, has least to do and serves this customer; where there
  is none, the work is kept until there is.

  Rule: What is asked for decides who does it

    @integration @agents @W-32
    Scenario Outline: A <analysis> analysis is done by the <type> agent
      Given Acme Corp has signed up
      And the agents cost-1, performance-1, resource-1 and application-1 serve Acme Corp alone
      When Acme Corp asks for a <analysis> analysis
      Then Acme Corp should be told that it goes to the <type> agent
      And the analysis should be completed by <agent>
      And nobody but <agent> should have been asked

      Examples:
        | analysis                 | type        | agent         |
        | cost optimization        | cost        | cost-1        |
        | performance optimization | performance | performance-1 |
        | resource optimization    | resource    | resource-1    |
        | quality assurance        | application | application-1 |

    @integration @agents @W-32
    Scenario: A customer with agents of its own is served by nobody else's
      Given Acme Corp has signed up
      And Umbrella Inc has signed up
      And the agent cost-1 serves Acme Corp alone
      And the agent cost-2 serves Umbrella Inc alone
      When Umbrella Inc asks for 3 cost optimization analyses at once
      Then all of them should be completed by cost-2
      And nobody but cost-2 should have been asked
      And the audit trail of Umbrella Inc should tell that Olive gave it agents of its own

    @e2e @slow @W-32
    Scenario: OptiInfra's own agents do what a customer without agents of its own asks for
      Given Globex Corp is a customer of OptiInfra
      When Globex Corp asks for each kind of analysis at once
      Then all of them should be completed
      And the cost agent should have found a spend of $150,000 a month
      And the application agent should have found the answers to be 96 % right

  Rule: Work is spread, and side by side

    @integration @agents @W-33
    Scenario: Each of three agents gets its share
      Given Acme Corp has signed up
      And the agents cost-1, cost-2 and cost-3 serve Acme Corp alone
      And cost-1, cost-2 and cost-3 hold their answers back
      When Acme Corp asks for 6 cost optimization analyses at once
      Then cost-1, cost-2 and cost-3 should be given 2 of them each
      And all of them should be completed when the agents answer

    @integration @agents @W-33
    Scenario: Analyses that do not need each other are done at the same time
      Given Acme Corp has signed up
      And the agents cost-1, performance-1 and application-1 serve Acme Corp alone
      And cost-1, performance-1 and application-1 hold their answers back
      When Acme Corp asks for these analyses:
        | analysis                 | needs   |
        | cost optimization        | nothing |
        | performance optimization | nothing |
        | quality assurance        | nothing |
      Then cost-1, performance-1 and application-1 should be given 1 of them each
      And all of them should be completed when the agents answer

  Rule: What has an order is done in this order

    @integration @agents @W-36
    Scenario: Analyses that are to come one after another do
      Given Acme Corp has signed up
      And the agents cost-1, performance-1 and application-1 serve Acme Corp alone
      And application-1 and cost-1 take 20 seconds to answer
      When Acme Corp asks for these analyses one after another:
        | analysis                 |
        | quality assurance        |
        | cost optimization        |
        | performance optimization |
      Then application-1, cost-1 and performance-1 should do them in this order, each after the one before has answered

    @integration @agents @W-36
    Scenario: An analysis that needs others is done after them, with their results
      Given Acme Corp has signed up
      And the agents cost-1, performance-1 and application-1 serve Acme Corp alone
      When Acme Corp asks for these analyses:
        | analysis                 | needs                                          |
        | quality assurance        | performance optimization and cost optimization |
        | performance optimization | cost optimization                              |
        | cost optimization        | nothing                                        |
      Then cost-1, performance-1 and application-1 should do them in this order, each after the one before has answered
      And performance-1 should have been given what cost-1 found
      And application-1 should have been given what cost-1 and performance-1 found

    @integration @agents @W-36
    Scenario: What needs a failed analysis is not done
      Given Acme Corp has signed up
      And the agents cost-1 and performance-1 serve Acme Corp alone
      And cost-1 fails for good
      When Acme Corp asks for these analyses:
        | analysis                 | needs             |
        | cost optimization        | nothing           |
        | performance optimization | cost optimization |
      Then both should fail, the second because of the first
      And performance-1 should not have been asked

    @integration @agents @W-36
    Scenario: Analyses that need each other in a circle are refused with the circle
      Given Acme Corp has signed up
      And the agents cost-1, performance-1 and application-1 serve Acme Corp alone
      When Acme Corp tries to ask for these analyses:
        | analysis                 | needs                    |
        | cost optimization        | quality assurance        |
        | performance optimization | cost optimization        |
        | quality assurance        | performance optimization |
      Then asking should be refused because of the circle of all three
      And cost-1, performance-1 and application-1 should not have been asked

  Rule: Work waits for an agent rather than getting lost

    @integration @agents @W-34
    Scenario: Without an agent an analysis is kept, and done when one comes
      Given Acme Corp has signed up
      And the agent performance-1 serves Acme Corp alone
      And Acme Corp has asked for a cost optimization analysis, which waits for an agent
      When the agent cost-1 registers to serve Acme Corp
      Then the analysis should be completed by cost-1
      And Acme Corp should have been told that it is completed

    @integration @agents @W-39
    Scenario: An analysis that is called off while it waits is not done any more
      Given Acme Corp has signed up
      And the agent performance-1 serves Acme Corp alone
      And Acme Corp has asked for a cost optimization analysis, which waits for an agent
      When Acme Corp calls the analysis off
      Then the analysis should be cancelled

    @integration @agents @W-39
    Scenario: The agent that has an analysis in work is told that it is called off
      Given Acme Corp has signed up
      And the agent cost-1 serves Acme Corp alone
      And cost-1 holds its answers back
      And Acme Corp has asked for a cost optimization analysis, which cost-1 has in work
      When Acme Corp calls the analysis off
      Then the analysis should be cancelled
      And cost-1 should be told that nobody waits for it any more
