# One image for the web processes, for loading and for the Chroma server beside them.
#
#     docker build -t bantin .
#
# Not built with Docker yet: tests check what this file and compose.yaml name. Run `bantin doctor` in
# it before use.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/bantin
ENV PATH=/opt/bantin/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
COPY prompts prompts
COPY knowledge knowledge
COPY assistant assistant
COPY evals evals
RUN pip install -c constraints.txt ".[formats,postgres,oidc]"

FROM python:3.11-slim
# Without a shell to sign in to and without a home: it may write to its volumes and /tmp alone.
RUN useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin bantin \
    && mkdir /data /vectors && chown bantin /data /vectors && chmod 700 /data /vectors
COPY --from=build /opt/bantin /opt/bantin
ENV PATH=/opt/bantin/bin:$PATH BANTIN_DATA=/data \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib GRADIO_TEMP_DIR=/tmp/gradio
USER bantin
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:7860/api/v1/health', timeout=4)"]
ENTRYPOINT ["bantin"]
CMD ["serve", "--host", "0.0.0.0"]
