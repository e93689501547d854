@cost-optimization
Feature: Batch work on spot capacity
  NewCorp Inc has work that nobody waits for, on a machine that serves no model. There is no load to move step by step, and no answer to
  measure: what counts is that the work goes on. Only when it is seen to do so on spot capacity does the machine on demand end.

  Rule: Work that can be interrupted moves to spot capacity in its own cloud

    @e2e @journey @slow @stores @C-1 @C-3 @W-63
    Scenario: Batch work moves to spot capacity and goes on there
      Given NewCorp Inc is a customer of OptiInfra
      Then NewCorp Inc's monthly spend should be $145,180
      When OptiInfra analyses NewCorp Inc's costs
      Then NewCorp Inc should be offered a move of batch work to spot capacity for batch-1
      And the move of batch work to spot capacity should promise savings of $22,000 a month
      And its risk should be low
      And the performance and the application agent should have approved it
      When NewCorp Inc approves the move of batch work to spot capacity
      Then the move of batch work to spot capacity should be completed within 10 minutes
      And these steps should have been completed in this order:
        | spot machine for the work started |
        | work seen to go on there          |
        | old machine ended                 |
      And the machine on spot capacity at AWS that does the work of batch-1 should be used at 80%
      And NewCorp Inc's account should run exactly 1 machine on spot capacity and 5 machines on demand
      And NewCorp Inc's monthly spend should be $123,680
      And the savings should be between 80% and 120% of the prediction
      And OptiInfra should report to NewCorp Inc just what it saves
      And the outcome should be remembered as a success of NewCorp Inc

  Rule: The machine on demand stays until the work is seen to go on elsewhere

    @e2e @faults @R-1 @R-2 @W-63
    Scenario: A spot machine that is taken back before it does the work leaves everything as it was
      Given NewCorp Inc is a customer of OptiInfra
      And the spot machines that NewCorp Inc gets never take up its batch work
      And NewCorp Inc has been offered a move of batch work to spot capacity
      And NewCorp Inc has approved the move of batch work to spot capacity, and its new machine runs
      When the cloud takes the spot capacity of NewCorp Inc back
      Then the move of batch work to spot capacity should be rolled back within 5 minutes because the cloud took the machines back
      And NewCorp Inc's account should run exactly the machines it ran before
      And NewCorp Inc's monthly spend should be $145,180
      And OptiInfra should have found the original state restored

    @e2e @slow @faults @R-1 @W-63
    Scenario: A spot machine that never does the work is given back
      Given NewCorp Inc is a customer of OptiInfra
      And the spot machines that NewCorp Inc gets never take up its batch work
      And NewCorp Inc has been offered a move of batch work to spot capacity
      When NewCorp Inc approves the move of batch work to spot capacity
      Then the move of batch work to spot capacity should be rolled back within 10 minutes because the work did not go on
      And NewCorp Inc's account should run exactly the machines it ran before
      And NewCorp Inc's monthly spend should be $145,180
