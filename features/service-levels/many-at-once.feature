@service-levels
Feature: Many customers at once
  No customer notices the others: what one asks for is done, and told, as if there were nobody else.

  Rule: Changes of several customers do not get in each other's way

    @e2e @slow @P-4
    Scenario: Five customers approve at the same moment, and each change is carried through
      Given Umbrella Inc runs six machines that can bear an interruption
      And these customers have joined, and been offered a change each:
        | customer     | change                      | machines                     |
        | Acme Corp    | spot migration              | serve-1, serve-2 and serve-3 |
        | NewCorp Inc  | shutdown of an idle machine | lab-1                        |
        | Initech Inc  | right-sizing                | api-1                        |
        | Globex Corp  | move to another cloud       | batch-1                      |
        | Umbrella Inc | spot migration              | draw-1, draw-2 and draw-3    |
      When all five of them approve at the same moment
      Then all 5 changes should be completed
      And each of the customers should pay less than before

  Rule: However many listen, each hears everything that concerns it

    @performance @slow @W-64
    Scenario: Fifty customers hear of everything that happens to them, once and in its order
      Given 50 customers have signed up, for whom no agent works
      When each of them asks for 8 analyses and calls them off, one after the other, all customers at once
      Then each of them should have been told just once of each of the 8 that it is called off, in that order
