package io.tickgate.core.config;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration, in the order in which it was found: whoever mends one fault hears of the others. */
public final class ConfigFaults {
    /** A file that is no configuration at all would have one on every line. */
    private static final int FAULTS_MAX = 50;

    private final List<ConfigException> faults = new ArrayList<>();

    /** Runs {@code check}; what it throws is added. */
    public void collect(Runnable check) {
        try {
            check.run();
        } catch (ConfigException e) {
            if (faults.size() < FAULTS_MAX) {
                faults.add(e);
            }
        }
    }

    /** @throws ConfigException with all that was found, when anything was */
    public void throwIfAny() {
        if (!faults.isEmpty()) {
            throw ConfigException.all(faults);
        }
    }
}
