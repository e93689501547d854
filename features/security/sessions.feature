@security
Feature: A session is its owner's alone, and ends
  Whoever holds a token is taken for its owner. So OptiInfra takes none that it did not make itself, just like this, for somebody who is still
  signed in.

  Rule: A token that OptiInfra did not make, or not like this, opens nothing

    @S-1 @W-71
    Scenario Outline: Nobody is let in with <credential>
      When somebody with <credential> tries to see a customer
      Then it should be refused because nobody knows who asks

      Examples:
        | credential                               |
        | a token that is not signed               |
        | a token signed with another key          |
        | a token signed in a longer way           |
        | a token signed with a pair of keys       |
        | a token whose end was put off            |
        | a token that was made somebody else's    |
        | a token that was returned                |
        | what renews a session                    |

    @S-1 @W-71
    Scenario: A customer who makes a token the operator's sees no more than before
      When somebody with a token that was made the operator's tries to see all customers
      Then it should be refused because nobody knows who asks

  Rule: A session ends

    @W-71
    Scenario: A token is good for an hour
      Given Acme Corp has signed up
      When Acme Corp signs in once more
      Then the token should be good for an hour by the calendar

    @slow @agents @disruptive @W-71
    Scenario: After its time a token opens nothing any more
      Given tokens of OptiInfra are good for 2 minutes only
      And Acme Corp has signed up
      When the time of Acme Corp's token has passed
      Then Acme Corp should have to sign in again

    @W-71
    Scenario: What renews a session can be used once; where somebody else has used it too, the session ends
      Given Acme Corp has signed up
      When Acme Corp's session is renewed twice by the same means
      Then the second renewal should be refused
      And the session should be over for whoever renewed it first
      And Acme Corp's audit trail should tell of a session that ended
