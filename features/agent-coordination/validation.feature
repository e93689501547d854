@agent-coordination
Feature: No agent decides alone
  Whoever recommends a change sees what it is good for. Others see what it may cost. At least two agents take part in every change, and none is
  carried out that one of them has not looked at.

  Rule: At least two agents take part in every change

    @integration @slow @F-2
    Scenario Outline: At least two agents take part in <change> for <customer>
      Given <customer> is a customer of OptiInfra
      And <customer> has been offered <change> for <machines>
      When <customer> approves <change>
      Then <change> should be completed within 10 minutes
      And at least 2 agents should have taken part in it
      And the performance and the application agent should have approved it

      Examples:
        | customer    | change                      | machines |
        | Initech Inc | shutdown of an idle machine | spare-1  |
        | Acme Corp   | reserved capacity           | serve-4  |
        | Acme Corp   | prefix caching              | serve-4  |
