package io.tickgate.cli.credential;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.core.auth.ChannelPatterns;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a token or a key grants. */
final class GrantOptions {
    @Option(
            names = "--subscribe",
            paramLabel = "PATTERN",
            split = ",",
            description = "May subscribe: a family, a channel or a beginning such as market_data:07*; * is all.")
    private List<String> subscribe = List.of();

    @Option(names = "--publish", paramLabel = "PATTERN", split = ",", description = "May publish there.")
    private List<String> publish = List.of();

    @Option(
            names = "--history",
            paramLabel = "PATTERN",
            split = ",",
            description = "May read the past there: since, rewind, and over HTTP.")
    private List<String> history = List.of();

    @Option(names = "--admin", description = "May see connections, and act for any user.")
    private boolean admin;

    /** @throws Failure when a pattern is none */
    void check() throws Failure {
        check("--subscribe", subscribe);
        check("--publish", publish);
        check("--history", history);
    }

    private static void check(String option, List<String> patterns) throws Failure {
        try {
            ChannelPatterns.of(patterns);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, option + " " + e.getMessage());
        }
    }

    List<String> subscribe() {
        return subscribe;
    }

    List<String> publish() {
        return publish;
    }

    List<String> history() {
        return history;
    }

    boolean admin() {
        return admin;
    }

    /** The same as words of {@code auth.api-keys}. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        add(words, "subscribe", subscribe);
        add(words, "publish", publish);
        add(words, "history", history);
        if (admin) {
            words.add("admin");
        }
        return words;
    }

    private static void add(List<String> words, String right, List<String> patterns) {
        patterns.forEach(pattern -> words.add(pattern.equals("*") ? right : right + ":" + pattern));
    }
}
