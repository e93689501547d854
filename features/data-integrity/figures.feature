@data-integrity
Feature: Reported figures can be worked out from the world
  Whoever has the keys to the same clouds and models can check every figure: the spend day by day, the use of each machine hour by hour, the
  latency of each model. What OptiInfra reports is what comes out.

  Rule: Every figure is what can be worked out from the customer's own clouds and models

    @e2e @stores @D-4
    Scenario: Spend by day, use by hour and latency by model are as the clouds and the models themselves tell
      Given NewCorp Inc's machines have run for 12 days
      When NewCorp Inc begins with OptiInfra
      Then OptiInfra should report the same monthly spend to NewCorp Inc
      And OptiInfra should report just 12 days of spend before that to NewCorp Inc, each as the bill of those days
      And OptiInfra should report the use of each machine of NewCorp Inc in each of the last 24 hours as the cloud tells it
      And OptiInfra should report the latency of each model of NewCorp Inc as the model itself tells it
