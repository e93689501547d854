@security
Feature: OptiInfra gives nothing away
  Browsers are told to be careful with what comes from OptiInfra, and a mistake tells nobody how OptiInfra is made.

  Rule: Whatever is answered tells browsers how to treat it

    @W-78
    Scenario Outline: <place> tells browsers to load nothing from elsewhere and to show it in no other page
      When somebody asks <place> for its first page
      Then the answer should tell browsers to:
        | take it for nothing but what it says it is |
        | load nothing from elsewhere                |
        | show it in no other page                   |
        | come by encrypted lines only               |
      And no other page should be allowed to read it
      And it should not say what OptiInfra is made of

      Examples:
        | place         |
        | the interface |

      @portal
      Examples:
        | place      |
        | the portal |

    @W-78
    Scenario Outline: <place> explains a mistake without saying how it is made
      When somebody sends <place> what it cannot understand
      Then the answer should be a refusal that says what is wrong
      And it should not say what OptiInfra is made of

      Examples:
        | place         |
        | the interface |

      @portal
      Examples:
        | place      |
        | the portal |

    @portal @W-78
    Scenario: The portal keeps a session where no script can read it and no other page can use it
      Given Acme Corp has signed up
      When Acme Corp signs in to the portal over an encrypted line
      Then what renews the session should be out of reach of scripts, other pages and open lines
