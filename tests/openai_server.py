"""A real OpenAI-compatible server on a tiny model with random weights: its words are noise, its protocol is real.

`python tests/openai_server.py FOLDER PORT` makes the model in FOLDER and serves it on 127.0.0.1:PORT.
"""

import os
import sys
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"


def make_model(folder: Path) -> Path:
    """A two-layer Llama of 64 dimensions with a byte-level tokenizer trained on the seeds; 1 MB."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<pad>", "<s>", "</s>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=1_500, special_tokens=special, initial_alphabet=alphabet)
    tokenizer.train_from_iterator((path.read_text(encoding="utf-8") for path in sorted(SEEDS.iterdir())), trainer)
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", bos_token="<s>", clean_up_tokenization_spaces=False
    )
    wrapped.chat_template = (
        "{% for message in messages %}<s>{{ message.role }}\n{{ message.content }}</s>{% endfor %}<s>"
    )
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=len(wrapped),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=16_384,
        bos_token_id=1,
        # No end of its own: it talks until it is stopped.
        eos_token_id=None,
        pad_token_id=0,
    )
    model = folder / "tiny-llama"
    LlamaForCausalLM(config).save_pretrained(model)
    wrapped.save_pretrained(model)
    return model


def serve(folder: Path, port: int) -> None:
    """Become `transformers serve`, with a hub cache of its own that exists and is empty."""
    environment = os.environ | {
        "HF_HOME": str(folder / "hub-home"),
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_NUM_THREADS": "1",
    }
    # Listing models fails while the cache folder is missing.
    (folder / "hub-home" / "hub").mkdir(parents=True, exist_ok=True)
    model = make_model(folder)
    program = Path(sys.executable).parent / "transformers"
    arguments = ["serve", str(model), "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    os.execve(program, [str(program), *arguments], environment)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
