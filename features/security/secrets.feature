@security
Feature: Secrets stay secret
  Whoever steals OptiInfra's records or reads its logs shall have gained nothing that opens a door.

  Rule: What is kept of a secret is of no use to a thief

    @stores @W-73
    Scenario: Passwords are kept as salted hashes that take their time
      Given Acme Corp has signed up
      And Umbrella Inc has signed up with the same password
      When somebody looks into OptiInfra's records of passwords
      Then each should be kept by argon2id, at least as slow as OWASP wants it
      And the same password should have been kept in different ways

    @stores @W-73
    Scenario: Tokens are kept as hashes, and roles in the cloud encrypted
      Given Acme Corp has signed up
      And Acme Corp has been given every secret that OptiInfra gives, and has told its own
      When somebody looks into OptiInfra's records of Acme Corp's secrets
      Then something should be kept of each, and none should be readable

  Rule: No secret is told to anybody but its owner

    @stores @W-74
    Scenario: A customer's secrets stand in no log, and in no answer but that which gives them
      Given Acme Corp has signed up
      And Acme Corp has been given every secret that OptiInfra gives, and has told its own
      When somebody reads OptiInfra's logs, and all that it tells Acme Corp
      Then none of Acme Corp's secrets should be among it

  Rule: OptiInfra does not start with a secret that anybody could know

    @slow @agents @disruptive @W-75
    Scenario Outline: Where <secret> <flaw>, an orchestrator does not start
      When an orchestrator is started where <secret> <flaw>
      Then it should say that <secret> is not good enough, and not repeat it

      Examples:
        | secret                      | flaw                      |
        | what signs the tokens       | is a manual's example     |
        | the agents' key             | is missing                |
        | what encrypts cloud roles   | is one digit again and again |
