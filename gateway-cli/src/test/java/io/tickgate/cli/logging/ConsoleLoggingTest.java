package io.tickgate.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.util.ContextInitializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class ConsoleLoggingTest {
    private static final String FILE = "logback.configurationFile";

    private final LoggerContext loggers = new LoggerContext();

    @Test
    void logbackFindsItAndNeedsNoFile() throws Exception {
        new ContextInitializer(loggers).autoConfig();

        assertThat(loggers.getLogger(Logger.ROOT_LOGGER_NAME).getLevel()).isEqualTo(Level.INFO);
        assertThat(loggers.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("OUT"))
                .isNotNull();
        assertThat(loggers.getLogger("io.netty").getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void aFileThatTheOperatorNamesCountsInstead(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("own.xml"), "<configuration><root level=\"ERROR\"/></configuration>");
        System.setProperty(FILE, file.toString());
        try {
            assertThat(new ConsoleLogging().configure(loggers)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
            assertThat(loggers.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("OUT"))
                    .isNull();
        } finally {
            System.clearProperty(FILE);
        }
    }
}
