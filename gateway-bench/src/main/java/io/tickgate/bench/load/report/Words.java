package io.tickgate.bench.load.report;

import io.tickgate.bench.load.result.Verdict.Outcome;
import java.util.Locale;

/** How outcomes are written, in JSON and for people. */
final class Words {
    private Words() {}

    /** As JSON has it. */
    static String of(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    static String forPeople(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "PASSED";
            case CLIENT_LIMITED -> "CLIENT AT ITS LIMIT";
            case FAILED -> "FAILED";
        };
    }
}
