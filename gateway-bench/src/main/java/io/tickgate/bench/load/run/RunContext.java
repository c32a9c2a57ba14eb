package io.tickgate.bench.load.run;

import io.tickgate.bench.load.account.Numbering;
import io.tickgate.bench.load.client.ClientLoop;
import io.tickgate.bench.load.dialect.Dialect;
import io.tickgate.bench.load.scenario.Scenario;
import java.net.InetSocketAddress;

/**
 * What everybody in a run shares.
 *
 * @param run what the payloads of this run carry
 */
record RunContext(
        Scenario scenario,
        ClientLoop loop,
        Dialect dialect,
        InetSocketAddress server,
        int run,
        Numbering numbering,
        Recorder recorder,
        Totals totals,
        RunClock clock,
        Sent sent) {}
