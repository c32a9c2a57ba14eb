package io.tickgate.core.metrics;

import io.tickgate.protocol.message.ClientMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which commands are counted apart. */
final class CommandLabels {
    /** What should have been a command and is none, or is one that nobody knows. */
    private static final String MALFORMED = "malformed";

    private static final String OTHER = "other";

    static final List<String> ALL = Stream.concat(ClientMessage.TYPES.stream(), Stream.of(MALFORMED, OTHER))
            .toList();

    static final int MALFORMED_INDEX = ALL.indexOf(MALFORMED);
    private static final int OTHER_INDEX = ALL.indexOf(OTHER);
    private static final Map<String, Integer> INDEXES = indexes();

    private CommandLabels() {}

    private static Map<String, Integer> indexes() {
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < ALL.size(); i++) {
            indexes.put(ALL.get(i), i);
        }
        return indexes;
    }

    static int index(ClientMessage command) {
        return INDEXES.getOrDefault(command.type(), OTHER_INDEX);
    }
}
