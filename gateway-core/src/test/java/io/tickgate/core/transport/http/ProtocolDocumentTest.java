package io.tickgate.core.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/PROTOCOL.md is what clients are written from: what it does not name, nobody handles. */
class ProtocolDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "PROTOCOL.md");
    private static final Pattern BLOCK = Pattern.compile("^```json\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    /** A message begins its line, and what goes on with it is indented. */
    private static final Pattern NEXT_MESSAGE = Pattern.compile("\\n(?=\\{)");

    private static final Pattern TYPE = Pattern.compile("\\{\"type\":\"([^\"]*)\"");
    private static final List<Integer> SUCCESSES = List.of(100, 101, 200, 201, 204);

    @Test
    void everyErrorCodeIsNamed() throws IOException {
        String text = Files.readString(DOCUMENT);

        assertThat(ErrorCode.values())
                .allSatisfy(code -> assertThat(text).containsPattern("\\| .*`" + code.wireName() + "`"));
    }

    @Test
    void everyCommandOfAnExampleIsRead() throws IOException {
        MessageReader reader = new MessageReader(WireLimits.DEFAULT);
        List<String> commands = BLOCK.matcher(Files.readString(DOCUMENT))
                .results()
                .flatMap(block -> Stream.of(NEXT_MESSAGE.split(block.group(1), -1)))
                .filter(message -> ClientMessage.TYPES.contains(typeOf(message)))
                .toList();

        assertThat(commands).hasSizeGreaterThan(6).allSatisfy(command -> {
            byte[] bytes = command.getBytes(UTF_8);
            assertThat(reader.readCommand(WireFormat.JSON, bytes, 0, bytes.length)
                            .type())
                    .isEqualTo(typeOf(command));
        });
    }

    private static String typeOf(String message) {
        Matcher type = TYPE.matcher(message);
        return type.lookingAt() ? type.group(1) : "";
    }

    @Test
    void everyStatusHasItsRow() throws IOException {
        Set<Integer> told = Files.readString(DOCUMENT)
                .lines()
                .dropWhile(line -> !line.startsWith("| status |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .flatMap(line -> Stream.of(line.split("\\|", -1)[1].split(",", -1)))
                .map(number -> Integer.valueOf(number.strip()))
                .collect(Collectors.toSet());

        assertThat(told).containsAll(SUCCESSES);
        assertThat(told)
                .containsAll(Arrays.stream(ErrorCode.values())
                        .map(ErrorCode::httpStatus)
                        .toList());
    }
}
