@cost-optimization
Feature: Reserved capacity
  Whoever needs a machine for years can commit to it and pays a third to a half less. The commitment cannot be taken back: it is for machines
  whose use has proven to be steady and for which nothing better is planned, and the customer must know from when on it pays off.

  Rule: Capacity is reserved for steady use only, with all that the commitment means

    @e2e @W-18
    Scenario Outline: A machine that has worked steadily for <age> is offered to be reserved
      Given Acme Corp's machines have run for <age>
      And Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered reserved capacity for serve-4
      And the reserved capacity should promise savings of <savings> a month
      And it should be reserved for <term>, with $0 paid up front
      And it should commit Acme Corp to <commitment>, and pay off in month <month>

      Examples:
        | age      | term    | savings | commitment | month |
        | 30 days  | 1 year  | $9,000  | $252,000   | 9     |
        | 364 days | 1 year  | $9,000  | $252,000   | 9     |
        | 365 days | 3 years | $15,000 | $540,000   | 18    |

    @e2e @W-18
    Scenario: The customer is told all terms that there are, and when each of them pays off
      Given Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should be offered reserved capacity for serve-4
      And all terms on sale should be told:
        | term    | paid up front | a month | saves a month | pays off in month |
        | 1 year  | $0            | $21,000 | $9,000        | 9                 |
        | 1 year  | $117,000      | $9,750  | $10,500       | 8                 |
        | 1 year  | $216,000      | $0      | $12,000       | 8                 |
        | 3 years | $0            | $15,000 | $15,000       | 18                |
        | 3 years | $243,000      | $6,750  | $16,500       | 17                |
        | 3 years | $432,000      | $0      | $18,000       | 15                |

    @e2e @W-18
    Scenario Outline: A machine that has run for <age> only is not offered to be reserved
      Given Acme Corp's machines have run for <age>
      And Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should not be offered reserved capacity for serve-4 because it has not run long enough

      Examples:
        | age     |
        | 12 days |
        | 29 days |

    @e2e @W-18
    Scenario: A machine that works an hour a night is not reserved for the whole day
      Given Initech Inc is a customer of OptiInfra
      When OptiInfra analyses Initech Inc's costs
      Then Initech Inc should be offered reserved capacity for docs-1
      And Initech Inc should not be offered reserved capacity for night-1 because it is not used steadily

    @e2e @W-18
    Scenario Outline: A machine that is to be <plan> is not reserved, although nobody has offered that yet
      Given Initech Inc is a customer of OptiInfra
      When OptiInfra analyses Initech Inc's costs
      Then Initech Inc should not be offered reserved capacity for <machine> because something else is planned for it

      Examples:
        | machine | plan                  |
        | api-1   | replaced by a smaller |
        | spare-1 | ended                 |

  Rule: What was promised is on the bill, and is bought once

    @e2e @journey @W-19
    Scenario: A machine that is needed for long costs less by just what was promised
      Given Initech Inc is a customer of OptiInfra
      Then Initech Inc's monthly spend should be $65,010
      When OptiInfra analyses Initech Inc's costs
      Then Initech Inc should be offered reserved capacity for docs-1
      And the reserved capacity should promise savings of $4,473 a month
      When Initech Inc approves the reserved capacity
      Then the reserved capacity should be completed within 5 minutes
      And these steps should have been completed in this order:
        | steady use measured again |
        | capacity reserved         |
      And Initech Inc should have reserved just 1 g5.48xlarge for 1 year
      And Initech Inc's account should run exactly the machines it ran before
      And Initech Inc's monthly spend should be $60,537
      And OptiInfra should report the same monthly spend to Initech Inc
      And OptiInfra should report to Initech Inc just what it saves

    @e2e @faults @W-19
    Scenario: A purchase of which nobody heard whether it was made is not made again
      Given Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered reserved capacity
      And the answer to Acme Corp's next purchase of reserved capacity gets lost
      When Acme Corp approves the reserved capacity
      Then the reserved capacity should be completed within 5 minutes
      And Acme Corp should have reserved just 1 p4d.24xlarge for 1 year
      And Acme Corp's monthly spend should be $111,000

    @e2e @faults @W-19
    Scenario: Nobody commits for years to machines for which something better has turned up since
      Given Acme Corp's region sells spot capacity 60% below on demand, takes back 5% of it a month, and has room for 2 machines
      And Acme Corp is a customer of OptiInfra
      And Acme Corp has been offered reserved capacity for serve-1, serve-2, serve-3 and serve-4
      And Acme Corp's region has spot capacity for 4 machines of p4d.24xlarge by now
      When Acme Corp approves the reserved capacity
      Then the reserved capacity should be given up within 5 minutes because something better was found
      And Acme Corp should have reserved nothing
      And Acme Corp's monthly spend should be $120,000
      And Acme Corp's offer should be withdrawn

  Rule: Nothing is promised twice for the same machine

    @e2e @W-20
    Scenario: A machine that is to move is not reserved as well
      Given Acme Corp is a customer of OptiInfra
      When OptiInfra analyses Acme Corp's costs
      Then Acme Corp should not be offered reserved capacity for serve-1 because something else is planned for it
      And Acme Corp's overview should show a spend of $120,000 and possible savings of $63,000 a month

    @e2e @W-20
    Scenario Outline: Whether OptiInfra looks at the <first> or at the <second> first, no machine is promised twice
      Given Initech Inc is a customer of OptiInfra
      And OptiInfra has analysed Initech Inc's <first>
      When OptiInfra analyses Initech Inc's <second>
      Then Initech Inc's overview should show a spend of $65,010 and possible savings of $41,923 a month

      Examples:
        | first    | second   |
        | machines | costs    |
        | costs    | machines |

    @e2e @W-20
    Scenario: Of two changes to the same machines only the better one counts
      Given Initech Inc serves its first model from two machines that can bear an interruption
      And Initech Inc is a customer of OptiInfra
      And Initech Inc has been offered right-sizing for api-1 and api-2
      When OptiInfra analyses Initech Inc's costs
      Then Initech Inc should be offered a spot migration for api-1 and api-2
      And the performance agent should have approved it
      And the spot migration should promise savings of $17,892 a month
      And Initech Inc's overview should show a spend of $79,920 and possible savings of $52,365 a month
