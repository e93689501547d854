@customer-journey
Feature: Onboarding
  A customer lets OptiInfra into its clouds by a role that it can take back, and runs one command where its models are served. OptiInfra
  finds by itself what runs there. Where something is wrong, it says what, and keeps nothing that is half done.

  Rule: OptiInfra finds by itself what a customer runs

    @e2e @W-54
    Scenario: The machines of an account at AWS are found, and what they cost
      Given Initech Inc has signed up, and runs its models
      When Initech Inc lets OptiInfra into its account at AWS
      Then 4 machines of Initech Inc should be discovered within 2 minutes
      And OptiInfra should report the same monthly spend to Initech Inc

    @e2e @journey @W-54
    Scenario: The machines of a project at Google Cloud are found beside those at AWS
      Given Globex Corp has signed up, and runs its models
      When Globex Corp lets OptiInfra into its project at Google Cloud
      Then 6 machines of Globex Corp should be discovered within 2 minutes
      When Globex Corp lets OptiInfra into its account at AWS
      Then 12 machines of Globex Corp should be discovered within 2 minutes
      And OptiInfra should report the same monthly spend to Globex Corp

    @e2e @W-54
    Scenario: The models are known once the install command has been run
      Given Initech Inc has signed up, and runs its models
      When Initech Inc runs the install command
      Then 2 models that Initech Inc serves should be known within 2 minutes

  Rule: What is wrong is told, and nothing is half created

    @e2e @journey @W-55
    Scenario: A role that does not exist is told, and can be mended
      Given Initech Inc has signed up, and runs its models
      When Initech Inc names a role that does not exist
      Then Initech Inc should be told within 2 minutes that OptiInfra was not let in
      And nothing should be known of what Initech Inc runs
      When Initech Inc lets OptiInfra into its account at AWS
      Then 4 machines of Initech Inc should be discovered within 2 minutes

    @e2e @W-55
    Scenario: A role that trusts somebody else is told
      Given the role that Initech Inc made for OptiInfra trusts somebody else
      And Initech Inc has signed up, and runs its models
      When Initech Inc lets OptiInfra into its account at AWS
      Then Initech Inc should be told within 2 minutes that OptiInfra was not let in
      And nothing should be known of what Initech Inc runs

    @e2e @W-55
    Scenario: A service account that does not exist is told
      Given Globex Corp has signed up, and runs its models
      When Globex Corp names a service account that does not exist
      Then Globex Corp should be told within 2 minutes that OptiInfra was not let in
      And nothing should be known of what Globex Corp runs

    @security @W-55
    Scenario: An install command with another token installs nothing
      Given Initech Inc has signed up, and runs its models
      When Initech Inc tries to run the install command with another token
      Then the installation should be refused because of its token
      And no runtime of Initech Inc's should be connected
      And nothing should be known of what Initech Inc runs

  Rule: Nobody gets into another's account by naming its role

    @security @W-79
    Scenario: The role that another customer made is closed to whoever else names it
      Given Acme Corp is a customer of OptiInfra
      And Initech Inc has signed up, and runs its models
      When Initech Inc names the role by which Acme Corp let OptiInfra in
      Then Initech Inc should be told within 2 minutes that OptiInfra was not let in
      And nothing should be known of what Initech Inc runs

    @security @W-79
    Scenario: A role that would let in whoever names it is refused
      Given Initech Inc has signed up, and runs its models
      When Initech Inc names a role that asks for no external id
      Then Initech Inc should be told within 2 minutes that its role would let in whoever names it
      And nothing should be known of what Initech Inc runs
