package io.tickgate.core.admin;

import java.util.Map;

/** The log, as far as an operator may look at it and change it while the gateway runs. Any thread. */
public interface LogControl {
    /** The name that stands for all loggers that have no level of their own. */
    String ROOT = "root";

    /** Where the log is somebody else's matter, as in an application with a gateway inside. */
    LogControl NONE = new LogControl() {
        @Override
        public Map<String, String> levels() {
            return Map.of();
        }

        @Override
        public boolean setLevel(String logger, String level) {
            return false;
        }

        @Override
        public long droppedLines() {
            return 0;
        }
    };

    /** The levels that were set, by logger; {@code root} for all others. */
    Map<String, String> levels();

    /**
     * @param logger a name, or the beginning of names, that something logs under; {@code root} for all
     * @param level {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}
     * @return false when nothing logs under that name
     */
    boolean setLevel(String logger, String level);

    /** Lines that were lost because whoever takes the log was too slow. */
    long droppedLines();
}
