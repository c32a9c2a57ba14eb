package io.tickgate.bench.load.report;

import io.tickgate.bench.load.result.Account;
import io.tickgate.bench.load.result.ClientLimits;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.ServerUse;
import io.tickgate.bench.markup.Show;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of a run that matter first, in words: the same in the text and in the columns of the page. */
final class Summary {
    private Summary() {}

    /** What each figure is called, and what it is; every run has the same names in the same order. */
    static Map<String, String> of(RunResult run) {
        Map<String, String> rows = new LinkedHashMap<>();
        Account account = run.account();
        rows.put("published", Show.amount(run.publicationsPerSecond()) + "/s");
        rows.put("delivered", Show.amount(run.deliveriesPerSecond()) + "/s");
        rows.put("payload", Show.bytes(run.bytesPerSecond()) + "/s");
        for (double percentile : new double[] {50, 90, 99, 99.9}) {
            rows.put(
                    "latency p" + Show.percentile(percentile),
                    Show.micros(run.latency().at(percentile)));
        }
        rows.put("latency max", Show.micros(run.latency().max()));
        rows.put("account", account(account));
        ServerUse server = run.server();
        rows.put(
                "server CPU",
                server == null
                        ? "not known"
                        : Show.micros(server.cpuMicrosPerDelivery()) + " per delivery, "
                                + Show.percent(100 * server.cpuSeconds() / run.measuredSeconds())
                                + " of a processor");
        rows.put(
                "server memory",
                server == null
                        ? "not known"
                        : Show.bytes(server.rssStartBytes()) + " → " + Show.bytes(server.rssEndBytes()) + ", peak "
                                + Show.bytes(server.rssPeakBytes()));
        ClientLimits client = run.client();
        rows.put(
                "client",
                "busiest loop " + Show.percent(100 * client.loopBusyShare()) + ", publisher p99 late by "
                        + Show.micros(client.publisherLatenessP99Micros()) + ", "
                        + Show.digits(client.deliveriesPerRead()) + " deliveries per read");
        return rows;
    }

    /** What went wrong, or that nothing did. */
    static String account(Account account) {
        if (account.isClean()) {
            return "all " + Show.count(account.delivered()) + " once, in order, to the right subscriber";
        }
        List<String> faults = new ArrayList<>();
        add(faults, account.lost(), "lost");
        add(faults, account.undelivered(), "undelivered");
        add(faults, account.cutOff(), "cut off");
        add(faults, account.doubled(), "doubled");
        add(faults, account.outOfOrder(), "out of order");
        add(faults, account.misrouted(), "misrouted");
        add(faults, account.foreign(), "foreign");
        add(faults, account.connectFailures(), "failed to connect");
        add(faults, account.disconnects(), "disconnected");
        add(faults, account.publishErrors(), "publish errors");
        return String.join(", ", faults) + "; " + Show.count(account.delivered()) + " delivered";
    }

    private static void add(List<String> faults, long count, String name) {
        if (count > 0) {
            faults.add(Show.count(count) + " " + name);
        }
    }
}
