package io.marketbell.channel;

import io.marketbell.delivery.DeliveryHub.Admission.Admitted;
import io.marketbell.delivery.DeliveryHub.Admission.Position;
import io.marketbell.identity.Caller;
import io.marketbell.json.JsonText;

/** The information about its connection that a client receives when it is admitted. */
public record SessionInfo(Caller caller, Admitted admitted, ChannelSettings settings) {

    public String json() {
        StringBuilder json = new StringBuilder(256).append("{\"session\":");
        JsonText.quote(json, admitted.connection().id());
        JsonText.member(json, "user", caller.user());
        json.append(",\"tier\":\"").append(caller.tier().label());
        json.append("\",\"heartbeat_seconds\":").append(settings.heartbeat().toSeconds());
        json.append(",\"batch_size\":").append(settings.batchSize());
        json.append(",\"batch_delay_ms\":").append(settings.batchDelay().toMillis());
        Position position = admitted.position();
        if (position != null) {
            JsonText.member(json, "epoch", position.epoch());
            json.append(",\"head\":").append(position.head());
            json.append(",\"acked\":").append(position.acknowledged());
        }
        return json.append('}').toString();
    }
}
