@customer-journey
Feature: From signing up to saving
  A company that signs up in the morning knows within the hour what it could save, and saves it when it says yes. It sees what happens while it
  happens, and the agents go on watching when it is done.

  Rule: From nothing to savings on the bill

    @e2e @journey @slow @F-1 @F-3 @C-1 @W-54 @W-56
    Scenario: From signing up to savings on the bill of NewCorp Inc
      Given NewCorp Inc runs its models without OptiInfra
      When NewCorp Inc signs up
      Then nothing should be known of what NewCorp Inc runs
      When NewCorp Inc lets OptiInfra into its account at AWS
      Then 6 machines of NewCorp Inc should be discovered within 2 minutes
      When NewCorp Inc runs the install command
      Then 2 models that NewCorp Inc serves should be known within 2 minutes
      And NewCorp Inc's monthly spend should be $145,180
      And OptiInfra should report the same monthly spend to NewCorp Inc
      When all four agents analyse what NewCorp Inc runs
      Then NewCorp Inc should have been offered within 3 minutes:
        | move of batch work to spot capacity | batch-1        | $22,000 |
        | right-sizing                        | assist-1       | $13,790 |
        | shutdown of an idle machine         | lab-1          | $5,190  |
        | prefix caching                      | chat-1, chat-2 | $0      |
      And NewCorp Inc's overview should show a spend of $145,180 and possible savings of $40,980 a month
      And all four agents should be watching over NewCorp Inc
      When NewCorp Inc approves what saves most of what all agents agree to
      Then the move of batch work to spot capacity should be completed within 10 minutes
      And NewCorp Inc should have been told of each step once
      And NewCorp Inc's monthly spend should be $123,680
      And OptiInfra should report the same monthly spend to NewCorp Inc
      And the savings should be between 80% and 120% of the prediction
      And all four agents should still be watching over NewCorp Inc
