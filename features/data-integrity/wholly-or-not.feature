@data-integrity
Feature: A change is recorded wholly or not at all
  What a customer decides is written down in several places. If OptiInfra crashes in the middle of it, either all of it stands there or nothing
  does, and the customer simply does it again.

  Rule: What was being written down in a crash is there wholly or not at all

    @e2e @slow @journey @faults @stores @disruptive @D-2
    Scenario: Nothing of what was being written down when OptiInfra crashed is there in part
      Given Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered right-sizing for api-1 and a shutdown of an idle machine for spare-1
      And Acme Corp has signed up, and runs its models
      When OptiInfra crashes in the middle of writing down that:
        | Initech Inc  | approves the right-sizing               |
        | Initech Inc  | rejects the shutdown of an idle machine |
        | Acme Corp    | lets OptiInfra into its account         |
        | Umbrella Inc | signs up                                |
      Then nothing of it should be on record, not even in part
      When all of it is done again
      Then all of it should be on record, each wholly
