package io.tickgate.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.profile.Frame.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FlameGraphTest {
    private static final Frame SEND_TO_ALL = new Frame("io.tickgate.core.broadcast.TurnSender.sendToAll", Kind.JAVA);

    private static CallTree recorded() throws IOException {
        try (InputStream in = FlameGraphTest.class.getResourceAsStream("perf-script.txt")) {
            if (in == null) {
                throw new IOException("perf-script.txt is missing");
            }
            return PerfScript.fold(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines());
        }
    }

    private static List<Element> all(String svg, String tag) throws Exception {
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    @Test
    void equalBeginningsOfStacksAreOneNode() throws IOException {
        CallTree tree = recorded();

        assertThat(tree.samples()).isEqualTo(4);
        CallTree loop = tree.children().stream()
                .filter(child -> child.frame().name().equals("gateway-loop-1-"))
                .findFirst()
                .orElseThrow();
        assertThat(loop.samples()).isEqualTo(3);
        CallTree interpreter = loop.children().iterator().next();
        assertThat(interpreter.frame()).isEqualTo(new Frame("Interpreter", Kind.VM));
        CallTree sender = interpreter.children().iterator().next();
        assertThat(sender.frame()).isEqualTo(SEND_TO_ALL);
        assertThat(sender.children()).singleElement().satisfies(send -> {
            assertThat(send.frame()).isEqualTo(new Frame("__send", Kind.NATIVE));
            assertThat(send.samples()).isEqualTo(2);
        });
    }

    @Test
    void whatWasRunningIsCountedByWhoseCodeItIs() throws IOException {
        CallTree tree = recorded();

        assertThat(tree.ownByKind())
                .containsExactlyInAnyOrderEntriesOf(Map.of(Kind.KERNEL, 2L, Kind.JAVA, 1L, Kind.VM, 1L));
        assertThat(tree.ownByFrame())
                .containsEntry(SEND_TO_ALL, 1L)
                .containsEntry(new Frame("PhaseChaitin::Split(unsigned int, ResourceArea*)", Kind.VM), 1L);
        assertThat(Shares.of(tree))
                .startsWith("4 samples\n  50.0 %  kernel\n")
                .contains("25.0 %  " + SEND_TO_ALL.name());
    }

    @Test
    void aFrameIsAsWideAsItsShareAndTellsIt() throws Exception {
        String svg = FlameGraph.of(recorded(), "A & B", "two of four <in the kernel>", 0);

        List<Element> frames = all(svg, "g");
        Element sender = frames.stream()
                .filter(frame -> frame.getTextContent().startsWith(SEND_TO_ALL.name() + ", 75.0 % (3 samples)"))
                .findFirst()
                .orElseThrow();
        Element rectangle = (Element) sender.getElementsByTagName("rect").item(0);
        assertThat(rectangle.getAttribute("width")).isEqualTo("900.0");
        assertThat(rectangle.getAttribute("class")).isEqualTo("java");
        assertThat(all(svg, "desc").get(0).getTextContent()).isEqualTo("two of four <in the kernel>");
        assertThat(svg).doesNotContain("<script", "href=");
    }

    @Test
    void narrowFramesAreLeftOut() throws Exception {
        String svg = FlameGraph.of(recorded(), "title", "description", 0.3);

        assertThat(svg).contains("tcp_sendmsg").doesNotContain("tcp_write_xmit", "PhaseChaitin");
    }

    @Test
    void aRecordingOfJavaItselfIsFoldedToo(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("own.jfr");
        CallTree tree = recordWork(file);
        // A busy machine may keep the sampler from coming by at all.
        for (int tries = 1; tree.samples() == 0 && tries < 40; tries++) {
            tree = recordWork(file);
        }

        assertThat(tree.samples()).isPositive();
        assertThat(tree.ownByKind().keySet()).isSubsetOf(Kind.JAVA, Kind.NATIVE);
    }

    /** Records half a second of this thread's own time. */
    private static CallTree recordWork(Path file) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.start();
            long seen = 0;
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long endNanos = threads.getCurrentThreadCpuTime() + 500_000_000;
            while (threads.getCurrentThreadCpuTime() < endNanos) {
                seen += Integer.toString((int) System.nanoTime()).hashCode();
            }
            recording.stop();
            recording.dump(file);
            assertThat(seen).isNotZero();
        }
        return FlightRecording.fold(file);
    }
}
