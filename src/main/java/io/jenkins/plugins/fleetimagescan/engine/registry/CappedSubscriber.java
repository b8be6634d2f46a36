package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Collects a body up to a number of bytes; one that is longer is cut off or refused. */
final class CappedSubscriber implements BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int maxBytes;
    private final boolean truncates;
    private Subscription subscription;

    private CappedSubscriber(int maxBytes, boolean truncates) {
        this.maxBytes = maxBytes;
        this.truncates = truncates;
    }

    static CappedSubscriber truncating(int maxBytes) {
        return new CappedSubscriber(maxBytes, true);
    }

    static CappedSubscriber refusing(int maxBytes) {
        return new CappedSubscriber(maxBytes, false);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] chunk = new byte[Math.min(buffer.remaining(), maxBytes - bytes.size())];
            buffer.get(chunk);
            bytes.writeBytes(chunk);
            if (buffer.hasRemaining()) {
                subscription.cancel();
                full();
                return;
            }
        }
        subscription.request(1);
    }

    private void full() {
        if (truncates) {
            result.complete(bytes.toByteArray());
        } else {
            result.completeExceptionally(
                    InvalidBodyException.of(Messages.InvalidBody_tooLarge(String.valueOf(maxBytes >> 20))));
        }
    }

    @Override
    public void onError(Throwable error) {
        result.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        result.complete(bytes.toByteArray());
    }
}
