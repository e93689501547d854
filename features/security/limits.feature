@security
Feature: Nobody asks too often
  One customer's haste is not to be another one's wait, and whoever guesses passwords is not to get through many of them.

  Rule: A plan says how many requests a minute it permits

    @slow @S-5
    Scenario Outline: On the plan <plan>, the one after <requests> requests is told to wait
      Given Acme Corp has signed up for the plan <plan>
      And Umbrella Inc has signed up for the plan <plan>
      When Acme Corp asks for its data <requests> times, and once more
      Then all but the last request should be answered
      And the last one should be told to wait for a minute at most
      And Umbrella Inc should not have to wait

      Examples:
        | plan | requests |
        | free | 60       |
        | pro  | 600      |

    @slow @agents @disruptive @S-5
    Scenario: Whoever has waited as long as told is answered again, whichever orchestrator is asked
      Given OptiInfra counts requests over 5 minutes, in two orchestrators
      And Acme Corp has signed up for the plan free
      And Acme Corp has used up its 60 requests
      When Acme Corp has waited as long as it was told, and asked again halfway
      Then Acme Corp should be answered again

  Rule: Each wrong password makes the next one slower

    @slow @W-72
    Scenario: Whoever guesses a password waits twice as long after each further guess, and its owner does not
      Given Acme Corp has signed up
      When Mallory goes on guessing Acme Corp's password until it has had to wait 3 times
      Then each wait should have been twice as long as the one before
      And Acme Corp should be let in from elsewhere
      And Acme Corp's audit trail should tell of each guess
