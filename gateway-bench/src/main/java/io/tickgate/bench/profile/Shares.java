package io.tickgate.bench.profile;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** A call tree in figures: whose code was running, and which frames most. */
final class Shares {
    private static final int TOP = 15;

    private Shares() {}

    static String of(CallTree tree) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%,d samples%n", tree.samples()));
        tree.ownByKind().entrySet().stream()
                .sorted(Map.Entry.<Frame.Kind, Long>comparingByValue().reversed())
                .forEach(kind ->
                        append(text, tree, kind.getValue(), kind.getKey().label()));
        text.append("of these in\n");
        tree.ownByFrame().entrySet().stream()
                .sorted(Map.Entry.<Frame, Long>comparingByValue()
                        .reversed()
                        .thenComparing(
                                Comparator.comparing(entry -> entry.getKey().name())))
                .limit(TOP)
                .forEach(frame -> append(
                        text,
                        tree,
                        frame.getValue(),
                        frame.getKey().name() + " (" + frame.getKey().kind().label() + ")"));
        return text.toString();
    }

    private static void append(StringBuilder text, CallTree tree, long samples, String name) {
        text.append(String.format(Locale.ROOT, "%6.1f %%  %s%n", 100.0 * samples / Math.max(1, tree.samples()), name));
    }
}
