package io.tickgate.core.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateAgreementTest {
    private static final String TERMS = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=10",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "Permessage-Deflate;Client_Max_Window_Bits",
                "x-webkit-deflate-frame, permessage-deflate",
                "permessage-deflate; unknown, permessage-deflate",
            })
    void anOfferIsAcceptedWithoutContextOnEitherSide(String offer) {
        assertThat(DeflateAgreement.of(List.of(offer))).isEqualTo(new DeflateAgreement(15, TERMS));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 12, 15})
    void aWindowThatTheClientAsksForIsGranted(int bits) {
        assertThat(DeflateAgreement.of(List.of("permessage-deflate; server_max_window_bits=" + bits)))
                .isEqualTo(new DeflateAgreement(bits, TERMS + "; server_max_window_bits=" + bits));
        assertThat(DeflateAgreement.of(List.of("permessage-deflate; server_max_window_bits=\"" + bits + '"')))
                .isEqualTo(new DeflateAgreement(bits, TERMS + "; server_max_window_bits=" + bits));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "permessage-bzip2",
                "permessage-deflate; unknown",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=08",
                "permessage-deflate; server_max_window_bits=x",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; client_max_window_bits; client_max_window_bits=15",
                "permessage-deflate;",
            })
    void anOfferThatBreaksTheRfcIsDeclined(String offer) {
        assertThat(DeflateAgreement.of(List.of(offer))).isNull();
    }

    @Test
    void theFirstGoodOfferWinsOverAllHeaderFields() {
        DeflateAgreement agreement = DeflateAgreement.of(List.of(
                "permessage-deflate; server_max_window_bits=99",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate"));

        assertThat(agreement).isEqualTo(new DeflateAgreement(10, TERMS + "; server_max_window_bits=10"));
    }

    @Test
    void withoutAnOfferNothingIsAgreed() {
        assertThat(DeflateAgreement.of(List.of())).isNull();
    }
}
