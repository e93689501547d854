@quality-assurance
Feature: Answers stay as good as they were
  A cheaper or faster model that answers worse is no saving. Before anything is changed OptiInfra measures how good the answers are, asks
  the same questions of every changed replica, and undoes the change when the answers got worse or begin to state wrong facts.

  Rule: What counts as good is measured before anything is changed

    @e2e @W-6
    Scenario: The recorded quality is what an independent judge finds
      Given Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered a spot migration for serve-1, serve-2 and serve-3
      And the quality that OptiInfra has recorded for Acme Corp should be 96%
      And an independent judge should find the same quality in Acme Corp's answers

  Rule: A loss of more than 5% of the quality is a regression, up to 5% a case for review, up to 2% acceptable

    @e2e @slow @faults @Q-1 @W-7
    Scenario Outline: A first replica that loses <loss> of the quality is judged "<verdict>" and let through
      Given Acme Corp is a customer of OptiInfra
      And the spot machines that Acme Corp gets spoil <loss> of the answers' quality
      And Acme Corp has been offered a spot migration
      When Acme Corp approves the spot migration
      Then the first replica should be let through within 10 minutes
      And its quality should have been judged "<verdict>"

      Examples:
        | loss | verdict |
        | 2%   | approve |
        | 2.1% | review  |
        | 4.9% | review  |
        | 5%   | review  |

    @e2e @slow @faults @Q-1 @R-1
    Scenario Outline: A first replica that loses <loss> of the quality is judged "reject" and undone
      Given Acme Corp is a customer of OptiInfra
      And the spot machines that Acme Corp gets spoil <loss> of the answers' quality
      And Acme Corp has been offered a spot migration
      When Acme Corp approves the spot migration
      Then the spot migration should be rolled back within 10 minutes because the answers got worse
      And its quality should have been judged "reject"
      And Acme Corp's answers should be as good as before

      Examples:
        | loss |
        | 5.1% |
        | 8%   |

  Rule: Wrong facts are caught even where the mean hardly falls

    @e2e @slow @faults @Q-4
    Scenario: Answers that state wrong facts are caught though less than 2% of the quality is lost
      Given Acme Corp is a customer of OptiInfra
      And the spot machines that Acme Corp gets make 32% of the answers state wrong facts
      And Acme Corp has been offered a spot migration
      When Acme Corp approves the spot migration
      Then the spot migration should be rolled back within 10 minutes because the answers got worse
      And the quality lost should have been found to be at most 2%
      And 32% of the answers should have been found to state wrong facts
      And Acme Corp's answers should be as good as before
