package io.tickgate.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final StringWriter shown = new StringWriter();

    private ProgressBar bar(boolean isTerminal) {
        return new ProgressBar(new PrintWriter(shown), isTerminal);
    }

    @Test
    void aTerminalShowsOneLineThatIsRewrittenAndTakenAway() {
        try (ProgressBar bar = bar(true)) {
            bar.show(0.25, "a quarter");
            bar.show(2, "all");
            bar.clear();
            bar.clear();
            bar.show("words");
        }

        assertThat(shown.toString())
                .isEqualTo("\r\033[K[#####---------------] a quarter" + "\r\033[K[####################] all"
                        + "\r\033[K" + "\r\033[Kwords" + "\r\033[K");
    }

    @Test
    void whatIsNoTerminalGetsNothing() {
        try (ProgressBar bar = bar(false)) {
            bar.show(0.5, "half");
            bar.show("words");
        }

        assertThat(shown.toString()).isEmpty();
    }
}
