package io.tickgate.core.transport.websocket;

import static io.tickgate.core.transport.websocket.ClientFrames.BINARY;
import static io.tickgate.core.transport.websocket.ClientFrames.CONTINUATION;
import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.PING;
import static io.tickgate.core.transport.websocket.ClientFrames.RSV1;
import static io.tickgate.core.transport.websocket.ClientFrames.TEXT;
import static io.tickgate.core.transport.websocket.ClientFrames.close;
import static io.tickgate.core.transport.websocket.ClientFrames.deflate;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static io.tickgate.core.transport.websocket.ClientFrames.text;
import static io.tickgate.core.transport.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.fuzz.Corpus;
import io.tickgate.core.fuzz.Pieces;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Frames and streams of frames with something wrong in them, against a whole connection with its session. */
class FrameFuzzTest {
    private static final Corpus EXTENSIONS = Corpus.of("extensions");
    private static final Corpus STREAMS = Corpus.of("frames");
    private static final String PING_COMMAND = "{\"type\":\"ping\",\"id\":1}";

    /** Most of a stream is well formed, so that faults are found deep inside it. */
    private static byte[] stream(Random random) {
        byte[][] frames = new byte[1 + random.nextInt(5)][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = switch (random.nextInt(9)) {
                case 0 -> text(PING_COMMAND);
                case 1 ->
                    ClientFrames.join(frame(TEXT, utf8("{\"type\":")), frame(FIN | CONTINUATION, utf8("\"ping\"}")));
                case 2 -> frame(FIN | RSV1 | TEXT, deflate(utf8(PING_COMMAND)));
                case 3 -> frame(FIN | PING, new byte[random.nextInt(126)]);
                case 4 -> frame(FIN | TEXT, utf8("é中😀".substring(0, 1 + random.nextInt(4))));
                case 5 -> frame(TEXT | (random.nextBoolean() ? FIN : 0), noise(random));
                case 6 -> frame(random.nextInt(256), noise(random));
                case 7 -> frame(FIN | BINARY, noise(random));
                default -> close(900 + random.nextInt(4200), "bye");
            };
        }
        byte[] all = ClientFrames.join(frames);
        if (random.nextInt(3) == 0) {
            all[random.nextInt(all.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return all;
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<String> replies(WireFormat format, List<byte[]> pieces) {
        try (SessionPipeline client = new SessionPipeline(format)) {
            client.receive(pieces.toArray(byte[][]::new));
            // A pong or an error tells the time, and a confirmation the epoch, which each gateway draws anew.
            return client.replies().stream()
                    .map(reply -> reply.replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "time")
                            .replaceAll("(?s)(?<=epoch.{1,3})[0-9a-z]{10}", "drawn"))
                    .toList();
        }
    }

    @Property(tries = 300)
    void aStreamCutAnywhereIsAnsweredAlikeAndNeverBreaksTheGateway(@ForAll long seed, @ForAll WireFormat format) {
        Random random = new Random(seed);
        byte[] stream = random.nextInt(4) == 0 ? STREAMS.mutation(random) : stream(random);

        List<String> whole = replies(format, List.of(stream));

        assertThat(whole).noneMatch(reply -> reply.contains("internal_error") || reply.equals("close 1011"));
        assertThat(replies(format, Pieces.of(stream, random))).isEqualTo(whole);
    }

    @Property(tries = 3000)
    void offersOfExtensionsAreTakenOrPassedOver(@ForAll long seed) {
        String offer = new String(EXTENSIONS.mutation(new Random(seed)), StandardCharsets.ISO_8859_1);

        DeflateAgreement agreement = DeflateAgreement.of(Arrays.asList(offer, "permessage-deflate;"));

        if (agreement != null) {
            assertThat(agreement.windowBits()).isBetween(8, 15);
            assertThat(agreement.header())
                    .matches("permessage-deflate; server_no_context_takeover; client_no_context_takeover"
                            + "(; server_max_window_bits=([89]|1[0-5]))?");
        }
    }
}
