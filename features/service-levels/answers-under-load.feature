@service-levels
Feature: Answers come quickly, also when many ask at once
  Figures that have to be waited for are not looked at. All times here are times by the clock on the wall, not the world's: what is measured is how
  fast OptiInfra itself is. So these scenarios run alone, when nobody else uses the machine.

  Rule: Nobody waits for what can be looked up

    @performance @slow @stores @P-3 @P-5
    Scenario: While everybody looks at everything at once, answers come within half a second
      Given Initech Inc and NewCorp Inc are customers on the plan enterprise, with records of every kind
      When they and Olive look at everything there is to see, 60 times each, all of it at once
      Then all of it should have been answered as promised
      And 95 of 100 answers to each question should have come within 0.5 seconds
      And no overview should have taken longer than 2 seconds
      And no kind of look into OptiInfra's records should have taken longer than 0.1 seconds on average
