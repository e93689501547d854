@cost-optimization
Feature: Right-sizing
  A machine of which a third is used can be half as large – if the models, what they keep in memory and the load still fit with head-room. The
  cheapest size is not the right one where it is short of memory.

  Rule: The size that fits with head-room is proposed, tried replica by replica, and kept only while the objective holds

    @e2e @journey @slow @W-15
    Scenario: Eight GPUs of which a third is used become four
      Given Initech Inc is a customer of OptiInfra
      When OptiInfra analyses Initech Inc's machines
      Then Initech Inc should be offered right-sizing for api-1
      And right-sizing should promise savings of $7,450 a month
      And the machine proposed should be a g5.24xlarge
      When Initech Inc approves right-sizing
      Then right-sizing should be completed within 10 minutes
      And Initech Inc's monthly spend should be $57,560
      And OptiInfra should report the same monthly spend to Initech Inc
      And the GPUs of Initech Inc's busiest machine should be used between 60% and 85%
      And Initech Inc's next 2000 requests should be answered within 7 seconds at P95

    @e2e @W-15
    Scenario: A machine whose model fills its memory is not shrunk, however little of it is used
      Given Initech Inc is a customer of OptiInfra
      When OptiInfra analyses Initech Inc's machines
      Then Initech Inc should not be offered right-sizing for docs-1 because its model fills the memory
