package io.billing4j.server.api;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.billing4j.engine.ChangePreview;
import io.billing4j.engine.Subscriptions;
import io.billing4j.error.BillingException;
import io.billing4j.grpc.v1.PreviewChangeRequest;
import io.billing4j.id.SubscriptionId;
import org.jspecify.annotations.Nullable;

/** Asks for previews of changes. What is refused is told with the field of the change that it is in. */
final class ChangePreviews {
    private static final String KEY = "subscriptionId";
    private static final OneofDescriptor CHANGE =
            PreviewChangeRequest.getDescriptor().getOneofs().get(0);

    private ChangePreviews() {}

    static ChangePreview of(Subscriptions subscriptions, PreviewChangeRequest request) {
        SubscriptionId id = SubscriptionId.of(request.getSubscriptionId());
        @Nullable FieldDescriptor chosen = request.getOneofFieldDescriptor(CHANGE);
        try {
            return subscriptions.previewChange(id, CommandMessages.read(request));
        } catch (BillingException e) {
            // The subscription's key stands beside the change and not in it.
            throw chosen == null || e.field() == null || KEY.equals(e.field()) ? e : e.within(chosen.getJsonName());
        }
    }
}
