@performance-optimization
Feature: Quantization
  Weights in fewer bits are read faster, and words come faster. How much quality that costs is not believed but measured, on the first replica,
  before the others follow.

  Rule: Faster words are taken only where the answers stay good

    @e2e @slow @Q-1 @W-10
    Scenario: Eight bits make words come faster and keep the answers good
      Given Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered quantization for api-1
      When Initech Inc approves quantization
      Then quantization should be completed within 10 minutes
      And at every stage Initech Inc's answers should have kept at least 95% of their quality
      And Initech Inc's next 2000 requests should be answered faster than before

    @e2e @slow @Q-1 @R-1
    Scenario: Four bits that spoil the answers are undone at the first replica
      Given Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered quantization for docs-1
      When Initech Inc approves quantization
      Then quantization should be rolled back within 10 minutes because the answers got worse
      And Initech Inc's models should run with the settings that they had before
      And Initech Inc's answers should be as good as before
