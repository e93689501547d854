@performance-optimization
Feature: Larger batches
  Requests that wait while the GPU could take more of them wait for nothing. Where nobody waits, larger batches gain nothing.

  Rule: Batches grow where requests wait, and only there

    @e2e @slow @W-11
    Scenario: A fleet whose requests wait gets larger batches and is faster by two fifths
      Given Initech Inc serves its chat model on one small machine at 4.15 requests a second
      And Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered larger batches
      When Initech Inc approves larger batches
      Then larger batches should be completed within 10 minutes
      And Initech Inc's next 200 requests should be answered at least 40% faster than before

    @e2e @W-11
    Scenario: A fleet where nobody waits is not changed
      Given Initech Inc serves its chat model on one small machine at 1.5 requests a second
      And Initech Inc is a customer of OptiInfra
      When OptiInfra analyses Initech Inc's performance
      Then Initech Inc should not be offered larger batches
