/** Every way in which a scenario can end, and every form in which it can stand in a feature. */
export const ALL_ENDS = `@shop
Feature: Every end
  Why it matters.

  Background:
    Given all is well

  Rule: The first rule
    It has a reason.

    @good @C-1
    Scenario: Passes
      Given all is well with "one"
      And these machines
        | name | cost   |
        | a    | <b>5</b> |

    @bad
    Scenario: Fails
      Then it breaks

    Scenario: Means two things
      Given two meanings

    Scenario: Is pending
      Given nothing is written yet
      Then it breaks

    Scenario: Is left out
      Given the rest is left out
      Then it breaks

    @wip
    Scenario: Speaks an unknown sentence
      Given nobody knows this

    @broken-hook
    Scenario: Breaks in a hook
      Given all is well

  Rule: Outlines

    @good
    Scenario Outline: Outline of <what>
      Given all is well with "<what>"
      Then <end>

      Examples:
        | what | end         |
        | one  | all is well |
        | two  | it breaks   |

      @odd
      Examples: More of them
        | what  | end                    |
        | three | nothing is written yet |

    Scenario Outline: The same title
      Given all is well with "<what>"

      Examples:
        | what |
        | x    |
        | y    |

    Scenario: Without steps of its own
`;

export const FLAKY = `@shop
Feature: Flaky
  Why.

  Scenario: Passes at the second go
    Given it goes well at go 2

  Scenario: Never passes
    Then it breaks

  Scenario: Passes at once
    Given all is well
`;

export const EMPTY_SCENARIO = `Feature: Nothing in it

  Scenario: Empty
`;

export const ODD_ATTACHMENTS = `@odd
Feature: Odd <script>window.injected = true</script> attachments
  Prose with <b>markup</b>.

  Scenario: Attaches "odd" things & <i>more</i>
    Given something odd is attached
    Then it breaks
`;
