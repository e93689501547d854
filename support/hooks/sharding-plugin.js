/** Loads what balances shards only for a run that asks for one: all others have no use for it. */
module.exports = {
  type: 'plugin',
  coordinator(context) {
    if (context.operation !== 'runCucumber' || !process.argv.some((word) => /^--shard(=|$)/.test(word))) return;
    // Cucumber imports plugins before it has registered ts-node.
    require('ts-node/register');
    require('./sharding').balanceShards(context);
  },
};
