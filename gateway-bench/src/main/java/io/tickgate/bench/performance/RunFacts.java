package io.tickgate.bench.performance;

import io.tickgate.bench.json.JsonFault;
import io.tickgate.bench.json.JsonObject;
import io.tickgate.bench.load.result.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What the table of a group does not say of itself. Groups are measured apart, so each has its own.
 *
 * @param machine in words, with its kernel and Java
 * @param date on which it was begun
 * @param rounds that were asked for
 * @param seconds of each measurement
 * @param warmUpSeconds of load before a gateway counted
 * @param envelopeBytes what the gateway adds to a message
 */
record RunFacts(String machine, String date, long rounds, long seconds, long warmUpSeconds, long envelopeBytes) {

    /** Of a run on this machine that begins today. */
    static RunFacts here(int rounds, int seconds, int warmUpSeconds, int envelopeBytes) {
        Machine machine = Machine.here();
        return new RunFacts(
                machine.kernel() + ", " + machine.processors() + " processors, " + machine.cpuModel() + "; "
                        + machine.java(),
                LocalDate.now(ZoneOffset.UTC).toString(),
                rounds,
                seconds,
                warmUpSeconds,
                envelopeBytes);
    }

    /**
     * Empty when there is no such file.
     *
     * @throws JsonFault when it holds something else
     */
    static Optional<RunFacts> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonObject run = JsonObject.read(file);
        return Optional.of(new RunFacts(
                run.string("machine"),
                run.string("date"),
                run.whole("rounds"),
                run.whole("seconds"),
                run.whole("warm_up"),
                run.whole("envelope_bytes")));
    }

    /** What holds when {@code later} goes on with what these began: the date stays, and rounds only grow. */
    RunFacts resumedBy(RunFacts later) {
        return new RunFacts(machine, date, Math.max(rounds, later.rounds), seconds, warmUpSeconds, envelopeBytes);
    }

    /** Whether measurements of the two may stand in one table. */
    boolean isLike(RunFacts other) {
        return machine.equals(other.machine) && seconds == other.seconds && warmUpSeconds == other.warmUpSeconds;
    }

    void write(Path file) throws IOException {
        Files.writeString(
                file,
                "{\"machine\":\"" + machine + "\",\"date\":\"" + date + "\",\"rounds\":" + rounds + ",\"seconds\":"
                        + seconds + ",\"warm_up\":" + warmUpSeconds + ",\"envelope_bytes\":" + envelopeBytes + "}\n");
    }

    /** A paragraph of the document. */
    String text() {
        return machine + ". " + date + ", " + rounds + (rounds == 1 ? " round of " : " interleaved rounds of ")
                + seconds
                + " s, after " + warmUpSeconds
                + " s of warming up; medians with the lowest and the highest. The gateway's envelope is "
                + envelopeBytes + " bytes.";
    }
}
