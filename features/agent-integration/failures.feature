@agent-integration
Feature: An agent that fails costs time, not results
  One of several agents may crash, hang or talk nonsense. The customer gets the result all the same, from another one, and agents that fail
  again and again are left alone until they have recovered.

  Rule: What one agent cannot do, another one does

    @integration @agents @W-35
    Scenario Outline: An answer <how> is refused, and another agent asked
      Given Acme Corp has signed up
      And the agents cost-1 and cost-2 serve Acme Corp alone
      And cost-1 answers <how>
      When Acme Corp asks for a cost optimization analysis
      Then the analysis should be completed by cost-2
      And the answer of cost-1 should have been refused before

      Examples:
        | how                        |
        | in no known form           |
        | with gaps                  |
        | about another task         |
        | that something in it broke |

    @integration @agents @W-35
    Scenario: An agent that does not answer is given up, and another one asked
      Given Acme Corp has signed up
      And the agents cost-1 and cost-2 serve Acme Corp alone
      And cost-1 never answers
      When Acme Corp asks for a cost optimization analysis, for which an agent may take 30 seconds
      Then the analysis should be completed by cost-2
      And cost-1 should have been given up after 30 seconds, within 2 minutes at most, and told so

    @integration @agents @W-35
    Scenario: A task that an agent has in work when it crashes is finished by another one
      Given Acme Corp has signed up
      And the agents cost-1 and cost-2 serve Acme Corp alone, each as a process of its own
      And cost-1 holds its answers back
      And Acme Corp has asked for a cost optimization analysis, which cost-1 has in work
      When cost-1 crashes
      Then the analysis should be completed by cost-2
      And cost-1 and cost-2 should have been given it as one and the same task

  Rule: Tries come ever more slowly, and end

    @integration @agents @W-37
    Scenario: The waits before further tries grow
      Given Acme Corp has signed up
      And the agent cost-1 serves Acme Corp alone
      And cost-1 fails the first 3 times
      When Acme Corp asks for a cost optimization analysis
      Then the analysis should be completed by cost-1
      And cost-1 should have been asked 4 times, each time after a clearly longer wait

    @integration @agents @W-37
    Scenario: An analysis that nobody can do is told as failed
      Given Acme Corp has signed up
      And the agents cost-1 and cost-2 serve Acme Corp alone
      And cost-1 and cost-2 fail every time
      When Acme Corp asks for a cost optimization analysis
      Then the analysis should have failed after 4 tries, 2 of each agent
      And Acme Corp should have been told why it failed

  Rule: An agent that cannot be reached again and again is left alone for a while

    @integration @agents @faults @W-38
    Scenario: After three failures in a row an agent is not tried for 30 seconds
      Given Acme Corp has signed up
      And the agents cost-1 and cost-2 serve Acme Corp alone
      And cost-1 is cut off, though its heartbeats arrive
      When Acme Corp keeps asking for analyses until cost-1 has been tried 4 times
      Then all of them should be completed by cost-2
      And cost-1 should have been tried 3 times, and not again within 30 seconds

    @integration @agents @faults @W-38
    Scenario: An agent that can be reached again is tried once, and then trusted as before
      Given Acme Corp has signed up
      And the agents cost-1 and cost-2 serve Acme Corp alone
      And Acme Corp has seen cost-1 fail 3 times in a row
      And cost-1 can be reached again
      When Acme Corp keeps asking for analyses until cost-1 has been tried 4 times
      Then cost-1 should be given one after 30 seconds
      And Olive should see cost-1 as trusted again

    @integration @agents @faults @W-38
    Scenario: An agent that fails its trial is left alone for another 30 seconds
      Given Acme Corp has signed up
      And the agents cost-1 and cost-2 serve Acme Corp alone
      And Acme Corp has seen cost-1 fail 3 times in a row
      When Acme Corp keeps asking for analyses until cost-1 has been tried 4 times
      Then cost-1 should be tried after 30 seconds, and then left alone again

  Rule: Orchestrators share the work, and one that crashes loses none of it

    @integration @agents @slow @faults @disruptive @X-8 @W-26
    Scenario: Analyses that an orchestrator had in work when it crashed are finished by the other, each once
      Given another orchestrator is running
      And Acme Corp has signed up
      And the agents cost-1 and cost-2 serve Acme Corp alone
      And cost-1 and cost-2 hold their answers back
      And Acme Corp has asked for 6 cost optimization analyses, of which cost-1 and cost-2 have 3 each in work
      When an orchestrator that has analyses in work crashes
      Then all of them should be completed when the agents answer
      And Acme Corp should have been told just once of each that it is completed
