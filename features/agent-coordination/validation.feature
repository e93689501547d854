@agent-coordination
Feature: No agent decides alone
  Whoever recommends a change sees what it is good for. Others see what it may cost. At least two agents take part in every change, and none is
  carried out that one of them has not looked at.

  Rule: At least two agents take part in every change

    @integration @journey @slow @F-2
    Scenario Outline: At least two agents take part in <change> for <customer>
      Given <customer> is a customer of OptiInfra
      When OptiInfra analyses <customer>'s <side>
      Then <customer> should be offered <change> for <machines>
      And the performance and the application agent should have approved it
      When <customer> approves <change>
      Then <change> should be completed within 10 minutes
      And at least 2 agents should have taken part in it

      Examples:
        | customer    | side        | change                      | machines                           |
        | Initech Inc | machines    | shutdown of an idle machine | spare-1                            |
        | Acme Corp   | costs       | reserved capacity           | serve-4                            |
        | Acme Corp   | performance | prefix caching              | serve-1, serve-2, serve-3 and serve-4 |
