package io.tickgate.core.feed.progress;

import io.tickgate.protocol.message.MessageBody;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * States of several tasks, those that were reported on last first.
 *
 * @param states each the object {@code data} of a publication
 * @param more whether there are others that did not fit
 */
public record TaskList(List<MessageBody> states, boolean more) {
    /** What a list may take, so that one answer does not hold a megabyte for each of many connections. */
    static final int BYTES_MAX = 512 << 10;

    public TaskList {
        states = List.copyOf(states);
    }

    /** Gathers what each loop has; handed from one loop to the next. */
    static final class Builder {
        private final int limit;
        private final List<TaskShelf.ListedTask> lines = new ArrayList<>();

        Builder(int limit) {
            this.limit = limit;
        }

        void addAll(List<TaskShelf.ListedTask> more) {
            lines.addAll(more);
        }

        TaskList build() {
            // Compared by difference: nanoTime may pass through its largest value.
            Comparator<TaskShelf.ListedTask> newestFirst =
                    (a, b) -> Long.signum(b.updatedAtNanos() - a.updatedAtNanos());
            lines.sort(newestFirst);
            List<MessageBody> states = new ArrayList<>();
            int bytes = 0;
            for (TaskShelf.ListedTask line : lines) {
                bytes += line.data().length();
                if (states.size() == limit || bytes > BYTES_MAX) {
                    return new TaskList(states, true);
                }
                states.add(line.data());
            }
            return new TaskList(states, false);
        }
    }
}
