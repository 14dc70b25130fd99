# A small image: the package and what it needs, run by a user without rights.
#   docker build --tag pinscout .
#   docker run --rm --volume "$PWD/logs:/logs:ro" pinscout find /logs --at '2026-11-10 14:05' --tz Asia/Tokyo
#   docker run --rm --env CLOUDFLARE_API_TOKEN --volume pinscout:/state pinscout find --last 5m --app PayPay
FROM python:3.13-slim AS built
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY analyzer analyzer
COPY fixtures/paypay fixtures/paypay
RUN python -m venv /pinscout \
 && /pinscout/bin/pip install --no-cache-dir --constraint constraints.txt '.[stores]' \
 && /pinscout/bin/pip uninstall --yes pip

FROM python:3.13-slim
RUN useradd --system --no-create-home --uid 10001 pinscout \
 && install --directory --owner pinscout --mode 700 /state
COPY --from=built /pinscout /pinscout
ENV PINSCOUT_STATE_DIR=/state PYTHONDONTWRITEBYTECODE=1
USER pinscout
VOLUME /state
ENTRYPOINT ["/pinscout/bin/pinscout"]
CMD ["--help"]
