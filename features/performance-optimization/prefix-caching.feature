@performance-optimization
Feature: Prefix caching
  Most prompts of a service begin alike. A model that computes that beginning anew for every request is slow for no reason; keeping it makes
  answers faster and leaves room for more of them, without changing a word.

  Rule: The bottleneck is measured and named, and the change removes it

    @e2e @journey @slow @F-5 @Q-2 @Q-3 @W-8
    Scenario: Answers come in less than half the time once the common beginning of the prompts is kept
      Given Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's performance
      Then Acme Corp should be offered prefix caching for serve-1, serve-2, serve-3 and serve-4
      And the bottlenecks named should be:
        | time to the first token |
        | unused prefix cache     |
      When Acme Corp approves prefix caching
      Then prefix caching should be completed within 10 minutes
      And these steps should have been completed in this order:
        | first replica restarted        |
        | first replica validated        |
        | half of the replicas restarted |
        | half of the replicas validated |
        | all replicas restarted         |
        | all replicas validated         |
      And Acme Corp's next 2000 requests should be answered within 1 second at P95 and 1.5 seconds at P99
      And at most 0.1% of Acme Corp's requests of the last hour should have failed
      And Acme Corp's answers should be as good as before

    @e2e @slow @W-9
    Scenario: The tuned fleet serves twice the load as fast as it served half of it before
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered prefix caching
      And Acme Corp has approved prefix caching, and it is completed
      When Acme Corp's load rises to 90 requests a second
      Then Acme Corp's next 2000 requests should be answered within 1.6 seconds at P95

    @e2e @W-8
    Scenario: A fleet without a bottleneck is left alone
      Given Acme Corp's fleet already keeps the common beginning of its prompts
      And Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's performance
      Then Acme Corp should not be offered prefix caching
      And Acme Corp should not be offered larger batches
