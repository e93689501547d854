@agent-integration
Feature: OptiInfra knows its agents
  Agents come, go and fail. A customer need not know of it, as long as OptiInfra does: what is given to an agent that is not there is late,
  and what is given to one that was counted twice is done twice.

  Rule: Whoever registers is known until it takes its leave

    @integration @agents @W-30
    Scenario: An agent that registers is listed with what it can do
      Given Acme Corp has signed up
      When the agent cost-1 registers to serve Acme Corp
      Then Olive should see cost-1 as active, of version 1.0, able to do just what it said

    @integration @agents @W-30
    Scenario: An agent that registers again is still the same agent
      Given Acme Corp has signed up
      And the agent cost-1 serves Acme Corp alone
      When cost-1 registers again as version 2.0
      Then Olive should see cost-1 as active, of version 2.0, able to do just what it said
      And Acme Corp should have just one agent

    @integration @agents @W-30
    Scenario: An agent that has taken its leave gets no more work
      Given Acme Corp has signed up
      And the agents cost-1 and cost-2 serve Acme Corp alone
      And cost-1 has taken its leave
      When Acme Corp asks for 2 cost optimization analyses at once
      Then all of them should be completed by cost-2
      And Olive should see cost-1 as deregistered

  Rule: Heartbeats tell whether an agent is there

    @integration @agents @stores @W-31
    Scenario: A heartbeat is recorded with how busy the agent is
      Given Acme Corp has signed up
      And the agent cost-1 serves Acme Corp alone
      When cost-1 reports 3 tasks in work and a load of 60 %
      Then Olive should see cost-1 with 3 tasks in work and a load of 60 %
      And this heartbeat of cost-1 should be on record

    @integration @agents @W-31
    Scenario: An agent that misses three heartbeats is called unreachable, and not before it has missed one
      Given Acme Corp has signed up
      And the agent cost-1 serves Acme Corp alone
      When cost-1 sends no more heartbeats
      Then Olive should see cost-1 as unreachable before a fourth heartbeat is missing
      But cost-1 should have been silent for one and a half intervals at least

    @integration @agents @W-31 @W-34
    Scenario: An unreachable agent is given work again with its next heartbeat
      Given Acme Corp has signed up
      And the agent cost-1 serves Acme Corp alone
      And cost-1 has missed its heartbeats and is called unreachable
      And Acme Corp has asked for a cost optimization analysis, which waits for an agent
      When cost-1 sends a heartbeat again
      Then the analysis should be completed by cost-1
      And Olive should see cost-1 as active
