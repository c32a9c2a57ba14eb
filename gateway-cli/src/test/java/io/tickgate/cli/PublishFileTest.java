package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code gateway publish --file} against a real gateway. Its bar on a terminal is looked at by bin/launcher-test. */
@Timeout(60)
class PublishFileTest {
    private static TestGateway gateway;

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateway.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private CommandRun run(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "publish";
        arguments[1] = "--url";
        arguments[2] = gateway.url();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return CommandRun.of(arguments);
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("lines.ndjson"), text).toString();
    }

    private static String line(String channel, int number) {
        return "{\"channel\":\"" + channel + "\",\"message\":{\"n\":" + number + "}}\n";
    }

    private static String lines(String channel, int count) {
        return IntStream.range(0, count).mapToObj(i -> line(channel, i)).collect(Collectors.joining());
    }

    /** What the channel had before this, plus one, is the offset of the next. */
    private static long publishedOn(String channel) {
        CommandRun next = CommandRun.of("publish", "--url", gateway.url(), channel, "{}");
        return Long.parseLong(next.out().split(" ", 3)[1]) - 1;
    }

    @Test
    void everyLineIsPublishedOnceAndAPipeSeesOneLine() throws IOException {
        CommandRun run = run("--file", file(lines("market_data:ALL", 2500)));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).matches("published 2,500 of 2,500 lines in .* s \\(.*/s\\), 0 refused\n");
        assertThat(publishedOn("market_data:ALL")).isEqualTo(2500);
    }

    @Test
    void aBadLineIsToldByItsNumberAndStopsNoOther() throws IOException {
        String text = line("market_data:BAD", 1) + "\n  \r\n{oops\n" + line("nowhere", 2) + line("market_data:BAD", 3);

        CommandRun run = run("--file", file(text.replace("}}\n", "}}\r\n")), "--json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("gateway: line 4: invalid_json: "),
                        second -> assertThat(second).startsWith("gateway: line 5: unknown_channel: "));
        assertThat(run.out())
                .startsWith("{\"lines\":4,\"accepted\":2,\"refused\":2,\"stopped\":false,\"seconds\":")
                .contains("\"errors\":[{\"line\":4,\"code\":\"invalid_json\",\"error\":\"", "{\"line\":5,");
        assertThat(publishedOn("market_data:BAD")).isEqualTo(2);
    }

    @Test
    void whoStopsOnAnErrorPublishesNothingBehindIt() throws IOException {
        String text = lines("market_data:STOP", 3) + "{oops\n" + lines("market_data:STOP", 3);

        CommandRun run = run("--file", file(text), "--stop-on-error");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("gateway: line 4: invalid_json: ").hasLineCount(1);
        assertThat(run.out()).startsWith("published 3 of 4 lines in ").endsWith(", 1 refused, and stopped there\n");
        assertThat(publishedOn("market_data:STOP")).isEqualTo(3);
    }

    @Test
    void moreErrorsThanAnybodyReadsAreCounted() throws IOException {
        CommandRun run = run("--file", file(String.join("", Collections.nCopies(2300, "[]\n"))));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(101).last().isEqualTo("gateway: further refused lines are only counted");
        assertThat(run.out()).startsWith("published 0 of 2,300 lines in ").endsWith("2,300 refused\n");
    }

    @Test
    void aLineBeyondAllLimitsIsNotHeldInMemory() throws IOException {
        String text = line("market_data:LONG", 1) + "x".repeat(3 << 20) + "\n" + line("market_data:LONG", 2);

        CommandRun run = run("--file", file(text));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("gateway: line 2: message_too_large: a line of more than 2 MiB\n");
        assertThat(publishedOn("market_data:LONG")).isEqualTo(2);
    }

    @Test
    void standardInputIsAFile() {
        CommandRun run = CommandRun.withInput(
                lines("market_data:IN", 3).stripTrailing(), "publish", "--url", gateway.url(), "--file", "-");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(publishedOn("market_data:IN")).isEqualTo(3);
    }

    /** The last of three batches is due after two of them. */
    @Test
    void aRateIsNotExceeded() throws IOException {
        CommandRun run = run("--file", file(lines("market_data:RATE", 15)), "--rate", "100", "--json");

        double seconds = Double.parseDouble(run.out().replaceAll(".*\"seconds\":([0-9.]+).*\n", "$1"));
        assertThat(seconds).isGreaterThanOrEqualTo(0.1);
        assertThat(publishedOn("market_data:RATE")).isEqualTo(15);
    }

    @Test
    void whatCannotBeDoneIsSaidOnOneLine() throws IOException {
        String lines = file(lines("market_data:X", 1));

        assertThat(run("--file", directory.resolve("none").toString()))
                .isEqualTo(new CommandRun(2, "", "gateway: there is no file " + directory.resolve("none") + "\n"));
        assertThat(run("--file", lines, "--rate", "0").exitCode()).isEqualTo(2);
        assertThat(run("--file", lines, "market_data", "{}").exitCode()).isEqualTo(2);
        assertThat(run("market_data", "{}", "--stop-on-error").exitCode()).isEqualTo(2);
        CommandRun nobody = CommandRun.of("publish", "--url", "http://localhost:1", "--file", lines);
        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.out()).startsWith("published 0 of 0 lines in ");
        assertThat(nobody.err()).startsWith("gateway: cannot reach the gateway at http://localhost:1: ");
    }
}
