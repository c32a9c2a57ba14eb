package io.tickgate.bench.profile;

/** One call on a stack. */
record Frame(String name, Kind kind) {

    /** Whose code it is. */
    enum Kind {
        THREAD("thread"),
        KERNEL("kernel"),
        JAVA("Java"),
        NATIVE("native libraries"),
        VM("virtual machine");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
