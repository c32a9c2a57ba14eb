package io.tickgate.cli.doctor;

/**
 * What one check found.
 *
 * @param advice what to do about it; empty when all is well
 */
record Finding(Level level, String detail, String advice) {
    enum Level {
        OK("ok"),
        WARN("warn"),
        FAIL("FAIL");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** The word at the start of a line. */
        String word() {
            return word;
        }
    }

    static Finding ok(String detail) {
        return new Finding(Level.OK, detail, "");
    }

    static Finding warn(String detail, String advice) {
        return new Finding(Level.WARN, detail, advice);
    }

    static Finding fail(String detail, String advice) {
        return new Finding(Level.FAIL, detail, advice);
    }
}
