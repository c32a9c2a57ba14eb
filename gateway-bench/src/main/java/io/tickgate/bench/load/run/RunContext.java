package io.tickgate.bench.load.run;

import io.tickgate.bench.load.account.Numbering;
import io.tickgate.bench.load.client.ClientLoop;
import io.tickgate.bench.load.dialect.Dialect;
import io.tickgate.bench.load.dialect.Dialects;
import io.tickgate.bench.load.scenario.Scenario;
import io.tickgate.core.time.SystemClock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;

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
        Sent sent) {

    /** Of a run that has not begun. */
    static RunContext of(Scenario scenario, ClientLoop loop, Timeline timeline) {
        URI url = scenario.target().url();
        Numbering numbering = new Numbering(
                scenario.publishers().count(), scenario.subscriptions().channels());
        return new RunContext(
                scenario,
                loop,
                Dialects.of(scenario),
                new InetSocketAddress(url.getHost(), url.getPort()),
                new SecureRandom().nextInt(),
                numbering,
                new Recorder(timeline),
                new Totals(),
                new RunClock(new SystemClock()),
                new Sent(numbering));
    }
}
