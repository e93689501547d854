@cross-cloud
Feature: Work goes where it is cheaper
  Globex Corp rents machines from two clouds. Work that nobody waits for can run in either; what it saves on the machine it may lose again on the
  data, which stays where it is and is paid for by the gigabyte when it leaves.

  Rule: Batch work is offered the cheaper cloud, after what its data costs on the way

    @e2e @journey @slow @W-27
    Scenario: Batch work moves to the cheaper cloud, and both bills show it
      Given Globex Corp is a customer of OptiInfra
      Then Globex Corp's monthly spend should be $150,000
      And OptiInfra should report the same monthly spend to Globex Corp
      When OptiInfra analyses Globex Corp's costs
      Then Globex Corp should be offered a move to another cloud for batch-1
      And the move to another cloud should promise savings of $12,993.80 a month
      And its risk should be medium
      When Globex Corp approves the move to another cloud
      Then the move to another cloud should be completed within 10 minutes
      And these steps should have been completed in this order:
        | machine in the other cloud started |
        | work seen to go on there           |
        | old machine ended                  |
      And the machine at Google Cloud that does the work of batch-1 should be used at 80%
      And Globex Corp's bill should be $70,000 at AWS, $65,300 at Google Cloud and $2,006.20 for data transfer
      And the savings should be between 80% and 120% of the prediction
      And OptiInfra should report the same monthly spend to Globex Corp
      And OptiInfra should report to Globex Corp just what it saves

    @e2e @W-28
    Scenario: Work whose data weighs too much stays where it is
      Given Globex Corp is a customer of OptiInfra
      When OptiInfra analyses Globex Corp's costs
      Then Globex Corp should not be offered a move to another cloud for batch-2 because its data costs more to move than the machine saves

  Rule: Nothing is left halfway between two clouds

    @e2e @faults @R-1 @W-29
    Scenario: A move is given up when the other cloud cannot be reached
      Given Globex Corp is a customer of OptiInfra
      And Globex Corp has been offered a move to another cloud
      And Google Cloud cannot be reached for Globex Corp
      When Globex Corp approves the move to another cloud
      Then the move to another cloud should be given up within 10 minutes because a cloud cannot be reached
      And Globex Corp's account should run exactly the machines it ran before
      And Globex Corp's monthly spend should be $150,000

    @e2e @slow @faults @R-1 @W-29
    Scenario: A cloud that is cut off in the middle of a move is cleared up when it can be reached again
      Given Globex Corp is a customer of OptiInfra
      And Globex Corp has been offered a move to another cloud
      And Globex Corp has approved the move to another cloud, and its new machine runs
      When Google Cloud cannot be reached for Globex Corp until the move is being undone
      Then the move to another cloud should be rolled back within 10 minutes because a cloud cannot be reached
      And Globex Corp's account should run exactly the machines it ran before
      And OptiInfra should have found the original state restored
