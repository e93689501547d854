@performance-optimization
Feature: The guard over latency
  A change must not make answers late. Whatever does so while it is rolled out, the change itself or a machine that weakens at that hour, the
  customer should not be the one who notices: the change is undone, everywhere, and whoever approved it is told why.

  Rule: Answers that come more than 5% later than those of unchanged replicas undo the change

    @e2e @slow @faults @R-1 @R-2 @W-21
    Scenario: A machine that weakens too far during the rollout brings the old settings back
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp wants every stage of a change to be watched for 30 seconds
      And Acme Corp has been offered prefix caching
      And Acme Corp has approved prefix caching, and it has reached half of the replicas
      When the GPUs of Acme Corp's machine serve-1 become 3 times slower
      Then prefix caching should be rolled back within 5 minutes because the answers came too late
      And Acme Corp's models should run with the settings that they had before
      And OptiInfra should have found the original state restored
      And Acme Corp should have been told that the answers came too late

    @e2e @slow @faults @W-21
    Scenario: A machine that weakens, but still answers as fast as unchanged ones, does not stop the rollout
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp wants every stage of a change to be watched for 30 seconds
      And Acme Corp has been offered prefix caching
      And Acme Corp has approved prefix caching, and it has reached half of the replicas
      When the GPUs of Acme Corp's machine serve-1 become 2 times slower
      Then prefix caching should be completed within 10 minutes
      And Acme Corp's next 2000 requests should be answered faster than before

  Rule: Where answers take longer by design, the deployment's objective is the limit

    @e2e @slow @faults @R-1 @R-2 @W-15 @W-21
    Scenario: A smaller machine that weakens beyond the objective is given back
      Given Initech Inc is a customer of OptiInfra
      And Initech Inc wants every stage of a change to be watched for 1 minute
      And Initech Inc has been offered right-sizing for api-1
      And Initech Inc has approved right-sizing, and it has reached half of the replicas
      When the GPUs of Initech Inc's new machine become 20% slower
      Then right-sizing should be rolled back within 5 minutes because the objective was missed
      And Initech Inc's account should run exactly the machines it ran before
      And Initech Inc's load should be spread over its machines as before
      And Initech Inc's monthly spend should be $65,010

    @e2e @W-15
    Scenario: A smaller machine that would miss the objective cannot be approved
      Given Initech Inc's objective is an answer within 5 seconds at P95
      And Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered right-sizing for api-1
      When Initech Inc tries to approve right-sizing
      Then the approval should be refused because the objective would be missed
